package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.audit.CanonicalForm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What enrolments with an idempotency key gave. Kept are the ids and a tag of request and ids,
 * which needs the master key to be made, so that nobody can try embeddings against it.
 */
final class RepeatTable {
  static final Duration KEPT = Duration.ofHours(24);

  private record Earlier(String faces, byte[] tag) {}

  private final Sql sql;
  private final Keys keys;

  RepeatTable(Sql sql, Keys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /** The ids that the same request gave before. */
  Optional<List<String>> find(String actor, Enrolment enrolment, Instant now) {
    sql.update("DELETE FROM repeat WHERE time <= ?", now.minus(KEPT).toEpochMilli());
    return sql.one(
            "SELECT faces, tag FROM repeat WHERE actor = ? AND idempotency_key = ?",
            row -> new Earlier(row.getString("faces"), row.getBytes("tag")),
            actor,
            enrolment.idempotencyKey().orElseThrow())
        .map(earlier -> checked(actor, enrolment, earlier));
  }

  void insert(String actor, Enrolment enrolment, List<String> faces, Instant now) {
    String ids = Json.of(faces);
    sql.update(
        "INSERT INTO repeat VALUES (?, ?, ?, ?, ?)",
        actor,
        enrolment.idempotencyKey().orElseThrow(),
        now.toEpochMilli(),
        ids,
        tag(actor, enrolment, ids));
  }

  private List<String> checked(String actor, Enrolment enrolment, Earlier earlier) {
    if (!MessageDigest.isEqual(tag(actor, enrolment, earlier.faces()), earlier.tag())) {
      throw new GalleryException(
          Problem.IDEMPOTENCY_CONFLICT,
          "idempotency key \"%s\" was used for another enrolment"
              .formatted(enrolment.idempotencyKey().orElseThrow()));
    }
    return Json.list(earlier.faces());
  }

  private byte[] tag(String actor, Enrolment enrolment, String ids) {
    List<String> texts = new ArrayList<>();
    texts.add(actor);
    texts.add(enrolment.idempotencyKey().orElseThrow());
    texts.add(ids);
    texts.add(enrolment.collection());
    texts.add(enrolment.batch().contract());
    texts.add(Integer.toString(enrolment.newcomers().size()));
    enrolment.newcomers().forEach((id, profile) -> texts.addAll(List.of(id, profile.toString())));
    for (NewFace face : enrolment.faces()) {
      texts.add(face.subject());
      texts.add(Json.of(face.attributes()));
    }
    texts.add(HexFormat.of().formatHex(floats(enrolment.batch().vectors())));
    return keys.master().tag("repeat", CanonicalForm.of(texts));
  }

  private static byte[] floats(UnitVectors vectors) {
    ByteBuffer bytes = ByteBuffer.allocate(vectors.values().capacity() * Float.BYTES);
    bytes.asFloatBuffer().put(vectors.values().duplicate().rewind());
    return bytes.array();
  }
}
