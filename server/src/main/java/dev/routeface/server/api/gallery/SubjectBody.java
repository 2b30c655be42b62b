package dev.routeface.server.api.gallery;

import dev.routeface.server.gallery.Subject;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.Optional;

/**
 * A person in a collection.
 *
 * @param consent where the consent, or another legal basis, is on record
 * @param faces how many are enrolled
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@Schema(name = "Subject")
record SubjectBody(
    String id,
    String collection,
    String consent,
    Optional<String> retentionUntil,
    Map<String, String> metadata,
    long faces,
    String created) {
  static SubjectBody of(Subject subject) {
    return new SubjectBody(
        subject.ref().subject(),
        subject.ref().collection(),
        subject.profile().consent(),
        subject.profile().retentionUntil().map(Object::toString),
        subject.profile().metadata(),
        subject.faces(),
        subject.created().toString());
  }
}
