package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;

/** A face as callers hand it in. */
public sealed interface FaceInput {
  /** A picture of it, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // copying every picture that comes in would be felt
  record Pictured(byte[] encoded) implements FaceInput {}

  /**
   * Its embedding.
   *
   * @param contract which embeddings it may be compared with
   * @param vector (1, D)
   */
  record Embedded(String contract, UnitVectors vector) implements FaceInput {}

  /** Reads {@code image}, or {@code embedding} with {@code embedding_contract_id}. */
  static FaceInput of(Fields fields) {
    if (!fields.has("embedding")) {
      return new Pictured(fields.bytes("image"));
    }
    float[] values = fields.floats("embedding", 8192);
    try {
      UnitVectors vector = UnitVectors.normalise(values.length, values);
      return new Embedded(fields.text("embedding_contract_id"), vector);
    } catch (IllegalArgumentException e) {
      throw fields.refuse("embedding", "a vector that is not zero", "one that is");
    }
  }
}
