package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.http.Cursor;
import dev.routeface.server.http.EntityTag;
import dev.routeface.server.http.JsonBody;
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
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** People of a collection, each with a reference to their consent. */
@Controller("/v1/collections/{collection}/subjects")
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class SubjectsController {
  private final GalleryStore gallery;

  SubjectsController(GalleryStore gallery) {
    this.gallery = gallery;
  }

  /**
   * A person to add.
   *
   * @param id unique in the collection; outlives an erasure in the audit log, so a pseudonym
   * @param consent where the consent, or another legal basis, is on record
   * @param retentionUntil when to erase the person; never if left out
   * @param metadata texts of the caller's own
   */
  @Schema(name = "SubjectRequest")
  record Made(
      String id,
      String consent,
      Optional<String> retentionUntil,
      Optional<Map<String, String>> metadata) {}

  /**
   * What changes of a person; what is left out stays.
   *
   * @param retentionUntil null for no end any more
   */
  @Schema(name = "SubjectChange")
  record Change(
      Optional<String> consent,
      Optional<String> retentionUntil,
      Optional<Map<String, String>> metadata) {}

  private record Newcomer(String id, Profile profile) {
    static Newcomer of(Fields fields) {
      return new Newcomer(fields.text("id"), ProfileFields.of(fields));
    }
  }

  /** A page. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Subjects")
  record Page(List<SubjectBody> data, Optional<String> nextCursor) {}

  /** Adds a person, without faces. */
  @Post
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Made.class)))
  @Status(HttpStatus.CREATED)
  @Refuses({Code.CONFLICT, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<SubjectBody> make(HttpRequest<?> request, String collection, @Body JsonBody body) {
    Newcomer made = body.read(Newcomer::of);
    SubjectRef ref = JsonBody.valid(() -> new SubjectRef(collection, made.id()));
    Subject subject = gallery.createSubject(Caller.of(request), ref, made.profile());
    return tagged(HttpResponse.created(SubjectBody.of(subject)), subject)
        .header(
            HttpHeaders.LOCATION,
            Locations.of("v1", "collections", collection, "subjects", made.id()).toString());
  }

  /** Lists people in the order of their ids. */
  @Get
  @Needs({Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Page list(
      String collection, @QueryValue Optional<String> limit, @QueryValue Optional<String> cursor) {
    int most = Cursor.limit(limit);
    Cursor from = Cursor.of("subjects of " + collection, cursor);
    List<Subject> page = gallery.subjects(collection, from.after(), most);
    return new Page(
        page.stream().map(SubjectBody::of).toList(),
        from.next(page, most, subject -> subject.ref().subject()));
  }

  /** Describes a person; the ETag is the version. */
  @Get("/{subject}")
  @Needs({Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
  @Refuses(Code.GALLERY_UNAVAILABLE)
  HttpResponse<SubjectBody> get(String collection, String subject) {
    Subject found = require(ref(collection, subject));
    return tagged(HttpResponse.ok(SubjectBody.of(found)), found);
  }

  /** Changes consent, retention or metadata; with If-Match only if nobody else did. */
  @Patch("/{subject}")
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Change.class)))
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<SubjectBody> change(
      HttpRequest<?> request,
      String collection,
      String subject,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
      @Body JsonBody body) {
    SubjectRef ref = ref(collection, subject);
    Subject before = require(ref);
    Profile profile = body.read(fields -> ProfileFields.over(fields, before.profile()));
    OptionalLong expected = EntityTag.expected(ifMatch);
    Subject after =
        gallery.updateSubject(
            Caller.of(request),
            ref,
            profile,
            expected.isPresent() ? expected : OptionalLong.of(before.version()));
    return tagged(HttpResponse.ok(SubjectBody.of(after)), after);
  }

  /** Erases a person from this collection; with If-Match only as they were seen. */
  @Delete("/{subject}")
  @Needs(Scope.ENROL)
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  ReceiptBody erase(
      HttpRequest<?> request,
      String collection,
      String subject,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
    SubjectRef ref = ref(collection, subject);
    return ReceiptBody.of(gallery.erase(Caller.of(request), ref, EntityTag.expected(ifMatch)));
  }

  private Subject require(SubjectRef ref) {
    return gallery
        .subject(ref)
        .orElseThrow(
            () ->
                Problem.of(
                    Code.NOT_FOUND,
                    "no subject %s in the collection %s"
                        .formatted(ref.subject(), ref.collection())));
  }

  static SubjectRef ref(String collection, String subject) {
    return JsonBody.valid(() -> new SubjectRef(collection, subject));
  }

  private static <T> MutableHttpResponse<T> tagged(
      MutableHttpResponse<T> response, Subject subject) {
    return response.header(HttpHeaders.ETAG, EntityTag.of(subject.version()));
  }
}
