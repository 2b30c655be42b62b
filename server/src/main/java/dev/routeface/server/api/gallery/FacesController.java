package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.FaceBody;
import dev.routeface.server.api.FaceInput;
import dev.routeface.server.api.FaceOptions;
import dev.routeface.server.api.Pictures;
import dev.routeface.server.api.Service;
import dev.routeface.server.api.Shapes;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.http.Cursor;
import dev.routeface.server.http.EntityTag;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.EnrolmentRule;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faces of a person: enrolled, listed, removed. Pictures are not kept. */
@Controller("/v1/collections/{collection}/subjects/{subject}/faces")
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class FacesController {
  private final GalleryStore gallery;
  private final Pictures pictures;
  private final EnrolmentRule rule;

  FacesController(GalleryStore gallery, Pictures pictures, EnrolmentRule rule) {
    this.gallery = gallery;
    this.pictures = pictures;
    this.rule = rule;
  }

  /**
   * A face to enrol.
   *
   * @param face a picture, or an embedding of the collection's contract
   * @param attributes texts of the caller's own
   * @param options how the face is taken from the picture; several faces are refused unless said
   *     otherwise
   */
  record Request(FaceInput face, Map<String, String> attributes, FaceOptions options) {
    static Request of(Fields fields) {
      return new Request(
          FaceInput.of(fields),
          ProfileFields.texts(fields, "attributes"),
          FaceOptions.enrolling(fields));
    }
  }

  /** A face that was enrolled; what the detector saw, if it was a picture. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "EnrolledFace")
  record Answer(String id, String subject, boolean repeated, Optional<FaceBody> face) {}

  /** An enrolled face, without its numbers. */
  @Serdeable.Serializable
  @Schema(name = "Face")
  record Kept(String id, String subject, String enrolled, Map<String, String> attributes) {
    static Kept of(Face face) {
      return new Kept(face.id(), face.subject(), face.enrolled().toString(), face.attributes());
    }
  }

  /** A page. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Faces(List<Kept> data, Optional<String> nextCursor) {}

  /** Enrols a face; answered when it is durable. */
  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Enrol.class)))
  @Status(HttpStatus.CREATED)
  @Refuses({Code.CONTRACT_MISMATCH, Code.QUALITY_TOO_LOW, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<Answer> enrol(
      HttpRequest<?> request,
      String collection,
      String subject,
      @Header("Idempotency-Key") Optional<String> idempotencyKey,
      @Body JsonBody body) {
    Request asked = body.read(Request::of);
    Pictures.Read read = pictures.read(asked.face(), asked.options());
    read.face().ifPresent(this::goodEnough);
    Enrolment enrolment =
        JsonBody.valid(
            () ->
                new Enrolment(
                    collection,
                    Map.of(),
                    List.of(new NewFace(subject, asked.attributes())),
                    new Enrolment.Batch(read.contract(), read.vector()),
                    idempotencyKey));
    Enrolled enrolled = gallery.enrol(Caller.of(request), enrolment);
    return HttpResponse.created(
        new Answer(
            enrolled.faces().get(0), subject, enrolled.repeated(), read.face().map(FaceBody::of)));
  }

  private void goodEnough(dev.routeface.server.pipeline.Face face) {
    List<String> objections = rule.objections(face.quality());
    if (!objections.isEmpty()) {
      throw Problem.of(
          Code.QUALITY_TOO_LOW,
          String.join("; ", objections),
          Map.of("floor", rule.floor(), "score", face.quality().score()));
    }
  }

  /** Lists a person's faces in the order of their enrolment. */
  @Get
  @Needs({Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Faces list(
      String collection,
      String subject,
      @QueryValue Optional<String> limit,
      @QueryValue Optional<String> cursor) {
    int most = Cursor.limit(limit);
    Cursor from = Cursor.of("faces of " + subject + "\n" + collection, cursor);
    List<Face> page =
        gallery.faces(SubjectsController.ref(collection, subject)).stream()
            .sorted(Comparator.comparing(FacesController::place))
            .filter(face -> place(face).compareTo(from.after()) > 0)
            .limit(most)
            .toList();
    return new Faces(
        page.stream().map(Kept::of).toList(), from.next(page, most, FacesController::place));
  }

  /** Sorts by time, and stays where it is when another face goes. */
  private static String place(Face face) {
    return "%019d %s".formatted(face.enrolled().toEpochMilli(), face.id());
  }

  /** Removes one face. It has no ETag to match, for it never changes. */
  @Delete("/{face}")
  @Needs(Scope.ENROL)
  @Status(HttpStatus.NO_CONTENT)
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<?> remove(
      HttpRequest<?> request,
      String collection,
      String subject,
      String face,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
    EntityTag.requireNone(ifMatch);
    gallery.removeFace(Caller.of(request), SubjectsController.ref(collection, subject), face);
    return HttpResponse.noContent();
  }
}
