package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.security.Open;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.swagger.v3.oas.annotations.Hidden;

/**
 * Says to everybody that no picture is kept. CompreFace's links hold a key; it is neither read nor
 * logged.
 */
@Open
@Hidden
@Controller("/api/v1")
@Requires(property = Service.COMPREFACE)
final class ImagesController {
  @Get("/static/{key}/images/{image_id}")
  HttpResponse<Faults.Body> linked(String key, @PathVariable("image_id") String imageId) {
    return none();
  }

  @Get("/recognition/faces/{image_id}/img")
  HttpResponse<Faults.Body> downloaded(@PathVariable("image_id") String imageId) {
    return none();
  }

  private static HttpResponse<Faults.Body> none() {
    return Faults.answer(
        Fault.IMAGE_NOT_FOUND, "No pictures are kept: an enrolled face is its embedding alone");
  }
}
