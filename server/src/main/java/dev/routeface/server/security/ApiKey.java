package dev.routeface.server.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is kept of a key: everything but the key.
 *
 * @param id public, stands in logs and in the key itself
 * @param name what people call it
 * @param sha256 digest of the whole key; 256 random bits need no slow hash
 * @param scopes at least one
 * @param limits the key's own; empty for the service's
 * @param created when
 * @param revoked when, if it was
 */
public record ApiKey(
    String id,
    String name,
    String sha256,
    Set<Scope> scopes,
    Optional<KeyLimits> limits,
    Instant created,
    Optional<Instant> revoked) {

  /**
   * How much a key may ask.
   *
   * @param requestsPerSecond in the long run; as many may come at once
   * @param concurrent requests at a time
   */
  public record KeyLimits(double requestsPerSecond, int concurrent) {
    /** Reads {@code {"requests_per_second", "concurrent"}}. */
    public static KeyLimits of(Fields fields) {
      return new KeyLimits(
          fields.number("requests_per_second", 0.01, 1e6), fields.integer("concurrent", 1, 65536));
    }

    ObjectNode toJson() {
      return Fields.object()
          .put("requests_per_second", requestsPerSecond)
          .put("concurrent", concurrent);
    }
  }

  public ApiKey {
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("expected a scope, found none");
    }
  }

  /** Whether it opens anything still. */
  public boolean usable() {
    return revoked.isEmpty();
  }

  ApiKey revokedAt(Instant when) {
    return new ApiKey(id, name, sha256, scopes, limits, created, Optional.of(when));
  }

  static ApiKey of(Fields fields) {
    return new ApiKey(
        fields.text("id"),
        fields.text("name"),
        fields.sha256("sha256"),
        scopes(fields, "scopes"),
        fields.has("limits")
            ? Optional.of(fields.object("limits", KeyLimits::of))
            : Optional.empty(),
        Instant.parse(fields.text("created")),
        fields.has("revoked")
            ? Optional.of(Instant.parse(fields.text("revoked")))
            : Optional.empty());
  }

  /** A list of scopes by name, at least one. */
  public static Set<Scope> scopes(Fields fields, String key) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : fields.texts(key)) {
      scopes.add(
          EnumSet.allOf(Scope.class).stream()
              .filter(scope -> scope.text().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      fields.refuse(key, "scopes of " + names(EnumSet.allOf(Scope.class)), text)));
    }
    if (scopes.isEmpty()) {
      throw fields.refuse(key, "at least one of " + names(EnumSet.allOf(Scope.class)), "none");
    }
    return scopes;
  }

  /** Scopes in their order, with commas. */
  public static String names(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(", "));
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("id", id).put("name", name).put("sha256", sha256);
    scopes.stream().sorted().forEach(scope -> json.withArray("scopes").add(scope.text()));
    limits.ifPresent(own -> json.set("limits", own.toJson()));
    json.put("created", created.toString());
    revoked.ifPresent(when -> json.put("revoked", when.toString()));
    return json;
  }
}
