package dev.routeface.server.api;

import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Open;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;

/** Whether the service lives, and whether it may be sent work. Tells nothing else. */
@Open
@Controller("/health")
@Tag(name = "health")
final class HealthController {
  private final Readiness readiness;
  private final GalleryStore gallery;

  HealthController(Readiness readiness, GalleryStore gallery) {
    this.readiness = readiness;
    this.gallery = gallery;
  }

  /**
   * One word.
   *
   * @param status live or ready
   */
  @Serdeable.Serializable
  record Health(String status) {}

  /**
   * One word, and whether changes are taken.
   *
   * @param readOnly the gallery takes no changes; searches go on
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Ready(String status, boolean readOnly) {}

  /** Whether the process answers. */
  @Get("/live")
  Health live() {
    return new Health("live");
  }

  /** Whether the model has answered once and the service is not being stopped; 503 if not. */
  @Get("/ready")
  @Refuses(Code.NOT_READY)
  Ready ready() {
    if (!readiness.ready()) {
      throw Problem.later(Code.NOT_READY, "starting, or being stopped", Duration.ofSeconds(1));
    }
    return new Ready("ready", gallery.readOnly().isPresent());
  }
}
