package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.RecognitionController.Answer;
import dev.routeface.server.compreface.Sight.Seen;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

/** Where faces are in a picture. */
@Hidden
@Controller("/api/v1/detection/detect")
@Needs(Scope.EMBED)
@ExecuteOn(Service.WORKERS)
@Requires(property = Service.COMPREFACE)
final class DetectionController {
  private final Sight sight;
  private final Versions versions;

  DetectionController(Sight sight, Versions versions) {
    this.sight = sight;
    this.versions = versions;
  }

  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  Answer detect(HttpRequest<?> request, @Body JsonBody body) {
    Options options = Sight.options(request);
    Seen seen = sight.see(body.read(fields -> Sight.picture(fields, "file")), options, false);
    return new Answer(
        seen.faces().stream().map(face -> FaceResult.of(face, seen, options)).toList(),
        versions.shown(options));
  }
}
