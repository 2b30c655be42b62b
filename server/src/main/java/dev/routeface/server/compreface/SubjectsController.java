package dev.routeface.server.compreface;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;

/** People by their names. */
@Hidden
@Controller("/api/v1/recognition/subjects")
@ExecuteOn(Service.WORKERS)
@Requires(property = Service.COMPREFACE)
final class SubjectsController {
  private final People people;
  private final FacePipeline pipeline;

  SubjectsController(People people, FacePipeline pipeline) {
    this.people = people;
    this.pipeline = pipeline;
  }

  /** A name. */
  @Serdeable.Serializable
  record Named(String subject) {
    static String read(Fields fields) {
      fields.has("api_endpoint"); // the Python client sends its own bookkeeping along
      if (!fields.has("subject") || fields.text("subject").isBlank()) {
        throw Fault.VALIDATION_CONSTRAINT_VIOLATION.because("Subject name cannot be empty");
      }
      return fields.text("subject");
    }
  }

  /** All names. */
  @Serdeable.Serializable
  record Names(List<String> subjects) {}

  /** Whether anything changed. */
  @Serdeable.Serializable
  record Updated(boolean updated) {}

  /** How many are gone. */
  @Serdeable.Serializable
  record Deleted(long deleted) {}

  @Get
  @Needs({Scope.SEARCH, Scope.ENROL})
  Names list() {
    return new Names(people.everybody().map(subject -> subject.ref().subject()).toList());
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Needs(Scope.ENROL)
  Named add(HttpRequest<?> request, @Body JsonBody body) {
    String name = body.read(Named::read);
    people.add(Caller.of(request), name, pipeline.dimension());
    return new Named(name);
  }

  @Put("/{subject}")
  @Needs(Scope.ENROL)
  Updated rename(HttpRequest<?> request, String subject, @Body JsonBody body) {
    return new Updated(people.rename(Caller.of(request), subject, body.read(Named::read)));
  }

  @Delete("/{subject}")
  @Needs(Scope.ENROL)
  Named delete(HttpRequest<?> request, String subject) {
    people.erase(Caller.of(request), List.of(people.require(subject)));
    return new Named(subject);
  }

  @Delete
  @Needs(Scope.ENROL)
  Deleted deleteAll(HttpRequest<?> request) {
    List<Subject> all = people.everybody().toList();
    people.erase(Caller.of(request), all);
    return new Deleted(all.size());
  }
}
