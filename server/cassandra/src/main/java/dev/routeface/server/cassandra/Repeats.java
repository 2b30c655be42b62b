package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.audit.CanonicalForm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What enrolments with an idempotency key gave: the ids, and a tag of request and ids, which needs
 * the master key to be made, so that nobody can try embeddings against it.
 */
final class Repeats {
  private static final Duration KEPT = Duration.ofHours(24);

  private final Ask ask;
  private final Seals seals;
  private final Clock clock;

  Repeats(Ask ask, Seals seals, Clock clock) {
    this.ask = ask;
    this.seals = seals;
    this.clock = clock;
  }

  /** The ids that the same request gave before. */
  Optional<List<String>> find(String actor, Enrolment enrolment) {
    return enrolment
        .idempotencyKey()
        .flatMap(
            key ->
                Cql.one(ask.rows("SELECT * FROM repeats WHERE actor = ? AND key = ?", actor, key)))
        .filter(row -> row.getLong("time") > clock.instant().minus(KEPT).toEpochMilli())
        .map(row -> checked(actor, enrolment, row));
  }

  void put(Effects effects, String actor, Enrolment enrolment, List<String> faces) {
    enrolment
        .idempotencyKey()
        .ifPresent(
            key ->
                effects.add(
                    Verb.PUT_REPEAT,
                    actor,
                    key,
                    ByteBuffer.wrap(tag(actor, enrolment, faces)),
                    faces,
                    clock.instant().toEpochMilli()));
  }

  private List<String> checked(String actor, Enrolment enrolment, Row row) {
    List<String> faces = row.getList("faces", String.class);
    if (!MessageDigest.isEqual(tag(actor, enrolment, faces), Ask.bytes(row, "tag"))) {
      throw new GalleryException(
          Problem.IDEMPOTENCY_CONFLICT,
          "idempotency key \"%s\" was used for another enrolment"
              .formatted(enrolment.idempotencyKey().orElseThrow()));
    }
    return faces;
  }

  private byte[] tag(String actor, Enrolment enrolment, List<String> faces) {
    List<String> texts = new ArrayList<>(List.of(actor, enrolment.idempotencyKey().orElseThrow()));
    texts.add(hex(faces));
    texts.addAll(List.of(enrolment.collection(), enrolment.batch().contract()));
    texts.add(Integer.toString(enrolment.newcomers().size()));
    enrolment.newcomers().forEach((id, profile) -> texts.addAll(List.of(id, profile.toString())));
    for (NewFace face : enrolment.faces()) {
      texts.add(face.subject());
      texts.add(hex(Texts.list(face.attributes())));
    }
    texts.add(HexFormat.of().formatHex(floats(enrolment.batch().vectors())));
    return seals.master().tag("repeat", CanonicalForm.of(texts));
  }

  private static String hex(List<String> texts) {
    return HexFormat.of().formatHex(CanonicalForm.of(texts));
  }

  private static byte[] floats(UnitVectors vectors) {
    ByteBuffer bytes = ByteBuffer.allocate(vectors.values().capacity() * Float.BYTES);
    bytes.asFloatBuffer().put(vectors.values().duplicate().rewind());
    return bytes.array();
  }
}
