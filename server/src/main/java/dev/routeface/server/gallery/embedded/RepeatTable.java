package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.Sha256;
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

  /**
   * A request with an idempotency key.
   *
   * @param digest over everything that is asked
   */
  record Request(String actor, String key, String digest) {
    /** Takes a while for a large batch, and needs no transaction. */
    static Optional<Request> of(String actor, Enrolment enrolment) {
      return enrolment
          .idempotencyKey()
          .map(key -> new Request(actor, key, RepeatTable.digest(enrolment)));
    }
  }

  /** The ids that the same request gave before. */
  Optional<List<String>> find(Request request, Instant now) {
    sql.update("DELETE FROM repeat WHERE time <= ?", now.minus(KEPT).toEpochMilli());
    return sql.one(
            "SELECT faces, tag FROM repeat WHERE actor = ? AND idempotency_key = ?",
            row -> new Earlier(row.getString("faces"), row.getBytes("tag")),
            request.actor(),
            request.key())
        .map(earlier -> checked(request, earlier));
  }

  void insert(Request request, List<String> faces, Instant now) {
    String ids = Json.of(faces);
    sql.update(
        "INSERT INTO repeat VALUES (?, ?, ?, ?, ?)",
        request.actor(),
        request.key(),
        now.toEpochMilli(),
        ids,
        tag(request, ids));
  }

  private List<String> checked(Request request, Earlier earlier) {
    if (!MessageDigest.isEqual(tag(request, earlier.faces()), earlier.tag())) {
      throw new GalleryException(
          Problem.IDEMPOTENCY_CONFLICT,
          "idempotency key \"%s\" was used for another enrolment".formatted(request.key()));
    }
    return Json.list(earlier.faces());
  }

  private byte[] tag(Request request, String ids) {
    List<String> texts = List.of(request.actor(), request.key(), request.digest(), ids);
    return keys.master().tag("repeat", CanonicalForm.of(texts));
  }

  private static String digest(Enrolment enrolment) {
    List<String> texts = new ArrayList<>();
    texts.add(enrolment.collection());
    texts.add(enrolment.batch().contract());
    texts.add(Integer.toString(enrolment.newcomers().size()));
    enrolment.newcomers().forEach((id, profile) -> texts.addAll(List.of(id, profile.toString())));
    for (NewFace face : enrolment.faces()) {
      texts.add(face.subject());
      texts.add(Json.of(face.attributes()));
    }
    texts.add(Sha256.ofBytes(floats(enrolment.batch().vectors())));
    return Sha256.ofBytes(CanonicalForm.of(texts));
  }

  private static ByteBuffer floats(UnitVectors vectors) {
    ByteBuffer bytes = ByteBuffer.allocate(vectors.values().capacity() * Float.BYTES);
    bytes.asFloatBuffer().put(vectors.values().duplicate().clear());
    return bytes;
  }
}
