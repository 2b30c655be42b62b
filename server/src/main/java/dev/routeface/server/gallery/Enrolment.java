package dev.routeface.server.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Faces to add to a collection in one go.
 *
 * @param newcomers subjects that may not be there yet, by id; profiles of those that are stay
 * @param faces one for each row of the batch
 * @param batch the embeddings, of the collection's own contract
 * @param idempotencyKey given by the caller, so that a repeated request enrols once
 */
public record Enrolment(
    String collection,
    Map<String, Profile> newcomers,
    List<NewFace> faces,
    Batch batch,
    Optional<String> idempotencyKey) {
  /**
   * Embeddings of one contract.
   *
   * @param vectors (N, D)
   */
  public record Batch(String contract, UnitVectors vectors) {}

  public Enrolment {
    Name.checked("collection", collection);
    newcomers = Collections.unmodifiableMap(new TreeMap<>(newcomers));
    newcomers.keySet().forEach(id -> Name.checked("subject", id));
    faces = List.copyOf(faces);
    idempotencyKey.ifPresent(key -> Name.checked("idempotency key", key));
    if (faces.size() != batch.vectors().size()) {
      throw new IllegalArgumentException(
          "expected an embedding for each of %d faces, found %d"
              .formatted(faces.size(), batch.vectors().size()));
    }
  }
}
