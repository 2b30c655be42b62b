package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.Outcome;
import dev.routeface.server.pipeline.Task;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Where faces are in a picture, and how good. */
@Controller("/v1/detect")
@Needs(Scope.EMBED)
@ExecuteOn(Service.WORKERS)
@Tag(name = "faces")
final class DetectController {
  private final Pictures pictures;

  DetectController(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * What is asked.
   *
   * @param image a picture, base64; in a form, a file
   * @param options how many faces, up to 64 unless said otherwise
   */
  record Request(byte[] image, FaceOptions options) {
    static Request of(Fields fields) {
      return new Request(fields.bytes("image"), FaceOptions.of(fields, Task.Detected.MOST));
    }
  }

  /**
   * Faces, the largest first unless asked otherwise.
   *
   * @param width of the upright picture in pixels
   * @param height of the upright picture in pixels
   */
  @Serdeable.Serializable
  @Schema(name = "Detections")
  record Answer(int width, int height, List<FaceBody> faces) {}

  /** Finds faces; without embeddings. */
  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Detect.class)))
  Answer detect(@Body JsonBody body) {
    Request request = body.read(Request::of);
    Outcome.Found found = pictures.found(request.image(), request.options().task(false));
    return new Answer(
        found.width(), found.height(), found.faces().stream().map(FaceBody::of).toList());
  }
}
