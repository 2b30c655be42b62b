package dev.routeface.server.api.gallery;

import dev.routeface.server.api.AuditTrail;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.http.EntityTag;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person may ask for: all that is kept of them, or that none of it is. */
@Controller("/v1/subjects/{subject}/data")
@Needs(Scope.ADMIN)
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class DataController {
  private final GalleryStore gallery;
  private final AuditTrail trail;

  DataController(GalleryStore gallery, AuditTrail trail) {
    this.gallery = gallery;
    this.trail = trail;
  }

  /** Everything, over all collections. */
  @Serdeable.Serializable
  @Schema(name = "SubjectData")
  record Export(String subject, List<InCollection> data) {}

  /** What one collection keeps. */
  @Serdeable.Serializable
  @Schema(name = "SubjectInCollection")
  record InCollection(SubjectBody subject, List<FaceData> faces) {
    static InCollection of(SubjectData data) {
      return new InCollection(
          SubjectBody.of(data.subject()), data.faces().stream().map(FaceData::of).toList());
    }
  }

  /** A face with its numbers, as they were enrolled. */
  @Serdeable.Serializable
  @Schema(name = "FaceData")
  record FaceData(String id, String enrolled, Map<String, String> attributes, float[] embedding) {
    static FaceData of(SubjectData.FaceData data) {
      return new FaceData(
          data.face().id(),
          data.face().enrolled().toString(),
          data.face().attributes(),
          data.vector());
    }
  }

  /** Gives all that is kept of a person. */
  @Get
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Export export(HttpRequest<?> request, String subject) {
    return new Export(
        subject,
        where(subject).stream()
            .map(ref -> InCollection.of(trail.export(Caller.of(request), ref)))
            .toList());
  }

  /** Erases a person everywhere, all or nothing. There is no ETag to match. */
  @Delete
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  ReceiptBody erase(
      HttpRequest<?> request,
      String subject,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
    EntityTag.requireNone(ifMatch);
    return ReceiptBody.of(gallery.erase(Caller.of(request), where(subject)));
  }

  private List<SubjectRef> where(String subject) {
    List<SubjectRef> where = gallery.whereEnrolled(subject);
    if (where.isEmpty()) {
      throw Problem.of(Code.NOT_FOUND, "no subject %s in any collection".formatted(subject));
    }
    return where;
  }
}
