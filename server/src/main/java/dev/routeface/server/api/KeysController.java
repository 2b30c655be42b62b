package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.ApiKey;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys: made, listed, revoked. A key is shown once, when it is made. */
@Controller("/v1/keys")
@Needs(Scope.ADMIN)
@ExecuteOn(Service.WORKERS)
@Tag(name = "operation")
final class KeysController {
  private static final Logger LOG = LoggerFactory.getLogger(KeysController.class);

  private final KeyFile keys;
  private final GalleryStore gallery;

  KeysController(KeyFile keys, GalleryStore gallery) {
    this.keys = keys;
    this.gallery = gallery;
  }

  /**
   * A key to make.
   *
   * @param scopes embed, search, enrol, admin
   * @param limits the key's own; the service's if left out
   */
  @Schema(name = "KeyRequest")
  record Request(String name, List<String> scopes, Optional<LimitsBody> limits) {
    static KeyFile.Wanted of(Fields fields) {
      return new KeyFile.Wanted(
          fields.matching("name", KeyFile.Wanted.NAME, KeyFile.Wanted.NAME_IN_WORDS),
          ApiKey.scopes(fields, "scopes"),
          fields.has("limits")
              ? Optional.of(fields.object("limits", ApiKey.KeyLimits::of))
              : Optional.empty());
    }
  }

  /** How much a key may ask. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record LimitsBody(double requestsPerSecond, int concurrent) {}

  /**
   * A key, without its secret.
   *
   * @param key the key itself, in the answer that makes it alone
   */
  @Serdeable.Serializable
  @Schema(name = "Key")
  record KeyBody(
      String id,
      String name,
      List<String> scopes,
      Optional<LimitsBody> limits,
      String created,
      Optional<String> revoked,
      Optional<String> key) {
    static KeyBody of(ApiKey key, Optional<String> secret) {
      return new KeyBody(
          key.id(),
          key.name(),
          key.scopes().stream().sorted().map(Scope::text).toList(),
          key.limits()
              .map(limits -> new LimitsBody(limits.requestsPerSecond(), limits.concurrent())),
          key.created().toString(),
          key.revoked().map(Object::toString),
          secret);
    }
  }

  /** All keys. */
  @Serdeable.Serializable
  record Keys(List<KeyBody> data) {}

  /** Lists all keys, revoked ones included, in one page. */
  @Get
  Keys list() {
    return new Keys(keys.list().stream().map(key -> KeyBody.of(key, Optional.empty())).toList());
  }

  /** Makes a key. */
  @Post
  @RequestBody(content = @Content(schema = @Schema(implementation = Request.class)))
  @Status(HttpStatus.CREATED)
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<KeyBody> make(HttpRequest<?> request, @Body JsonBody body) {
    KeyFile.Wanted wanted = body.read(Request::of);
    KeyFile.Issued issued = written(() -> keys.issue(wanted));
    note(request, "key.create", issued.key());
    return HttpResponse.created(KeyBody.of(issued.key(), Optional.of(issued.secret())));
  }

  /** Revokes a key for good; the last with the scope admin stays. */
  @Delete("/{id}")
  @Refuses({Code.CONFLICT, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  KeyBody revoke(HttpRequest<?> request, String id) {
    ApiKey revoked =
        written(() -> keys.revoke(id, KeysController::requireAdmin))
            .orElseThrow(() -> Problem.of(Code.NOT_FOUND, "expected a key's id, found " + id));
    note(request, "key.revoke", revoked);
    return KeyBody.of(revoked, Optional.empty());
  }

  /** Nobody could make a key any more; on the machine itself one may know better. */
  private static void requireAdmin(List<ApiKey> left) {
    if (left.stream().noneMatch(key -> key.usable() && key.scopes().contains(Scope.ADMIN))) {
      throw Problem.of(
          Code.CONFLICT,
          "expected another key with the scope admin before the last one is revoked, found none;"
              + " on the machine, routeface keys revoke does it");
    }
  }

  /** Where the file lies is for the log alone. */
  private static <T> T written(Supplier<T> change) {
    try {
      return change.get();
    } catch (UncheckedIOException e) {
      LOG.error("the keys cannot be written", e);
      throw Problem.later(
          Code.READ_ONLY,
          "the keys cannot be written now; the log says why",
          Duration.ofSeconds(30));
    }
  }

  private void note(HttpRequest<?> request, String action, ApiKey key) {
    gallery.record(
        Caller.of(request),
        new AuditEvent(action, List.of(key.id()), Map.of("scopes", ApiKey.names(key.scopes()))));
  }
}
