package dev.routeface.server.compreface;

import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.Sight.Seen;
import dev.routeface.server.compreface.SubjectsController.Deleted;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.EnrolmentRule;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Optional;

/** Examples of people, as CompreFace calls enrolled faces. */
@Hidden
@Controller("/api/v1/recognition/faces")
@ExecuteOn(Service.WORKERS)
@Requires(property = Service.COMPREFACE)
final class FacesController {
  private static final int USUAL_SIZE = 20;
  private static final int MOST = 1000;

  private final People people;
  private final Sight sight;
  private final EnrolmentRule rule;

  FacesController(People people, Sight sight, EnrolmentRule rule) {
    this.people = people;
    this.sight = sight;
    this.rule = rule;
  }

  /** A face by its id, and whose it is. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Example(String imageId, String subject) {
    static Example of(Face face) {
      return new Example(ImageId.of(face.id()), face.subject());
    }
  }

  /**
   * Some of them.
   *
   * @param pageNumber from 0
   * @param pageSize as it was asked for
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Page(
      List<Example> faces, int pageNumber, int pageSize, long totalPages, long totalElements) {}

  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Status(HttpStatus.CREATED)
  @Needs(Scope.ENROL)
  Example add(HttpRequest<?> request, @Body JsonBody body) {
    String name = named(request);
    Options options = Options.of(request).forOne();
    byte[] picture = body.read(fields -> Sight.picture(fields, "file"));
    Seen seen = sight.seeOne(picture, options, true);
    requireQuality(seen);
    return new Example(ImageId.of(people.enrol(Caller.of(request), name, seen.vectors())), name);
  }

  private static String named(HttpRequest<?> request) {
    return Optional.ofNullable(request.getParameters().get("subject"))
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                Fault.MISSING_REQUEST_PARAMETER.because(
                    "Required parameter 'subject' is not present"));
  }

  private void requireQuality(Seen seen) {
    List<String> objections = rule.objections(seen.faces().get(0).quality());
    if (!objections.isEmpty()) {
      throw Problem.of(Code.QUALITY_TOO_LOW, String.join("; ", objections));
    }
  }

  @Get
  @Needs({Scope.SEARCH, Scope.ENROL})
  Page list(HttpRequest<?> request, @QueryValue Optional<String> subject) {
    int number = Options.number(request, "page", 0);
    int size = Options.number(request, "size", USUAL_SIZE);
    if (number < 0 || size < 1 || size > MOST) {
      throw Fault.VALIDATION_CONSTRAINT_VIOLATION.because(
          "page, size: expected a page from 0 and a size from 1 to %d, found %d and %d"
              .formatted(MOST, number, size));
    }
    People.Page page = people.faces(subject.filter(text -> !text.isBlank()), number, size);
    return new Page(
        page.faces().stream().map(Example::of).toList(),
        number,
        size,
        (page.total() + size - 1) / size,
        page.total());
  }

  /** Erases a person with all examples, or everybody. */
  @Delete
  @Needs(Scope.ENROL)
  Deleted deleteAll(HttpRequest<?> request) {
    // A name that a client forgot to fill in is not everybody.
    List<Subject> gone =
        request.getParameters().contains("subject")
            ? people.find(named(request)).stream().toList()
            : people.everybody().toList();
    people.erase(Caller.of(request), gone);
    return new Deleted(gone.stream().mapToLong(Subject::faces).sum());
  }

  @Delete("/{image_id}")
  @Needs(Scope.ENROL)
  Example delete(HttpRequest<?> request, @PathVariable("image_id") String imageId) {
    Face face = people.requireFace(ImageId.face(imageId));
    people.remove(Caller.of(request), face);
    return Example.of(face);
  }

  /** Removes those of a list that are there. */
  @Post("/delete")
  @Needs(Scope.ENROL)
  List<Example> deleteSome(HttpRequest<?> request, @Body JsonBody body) {
    List<Face> gone =
        body.texts().stream()
            .map(ImageId::face)
            .distinct()
            .flatMap(id -> people.face(id).stream())
            .toList();
    gone.forEach(face -> people.remove(Caller.of(request), face));
    return gone.stream().map(Example::of).toList();
  }
}
