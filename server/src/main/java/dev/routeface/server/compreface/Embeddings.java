package dev.routeface.server.compreface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Embeddings that a client kept. They bring no contract along: whoever keeps them must know that
 * they are the served model's.
 *
 * @param shown as they came (N, D)
 * @param unit scaled to unit length (N, D)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Embeddings(float[][] shown, UnitVectors unit) {
  private static final int MOST = 1000;
  private static final int LONGEST = 8192;

  /** Reads a list of lists of numbers, all of one length. */
  static Embeddings list(Fields fields, String key, int dimension) {
    JsonNode lists = fields.node(key);
    if (!lists.isArray() || lists.isEmpty() || lists.size() > MOST) {
      throw fields.refuse(key, "1 to %d lists of numbers".formatted(MOST), "something else");
    }
    float[][] shown = new float[lists.size()][];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = one(key + "[" + i + "]", lists.get(i), dimension);
    }
    return of(fields, key, shown);
  }

  /** Reads one list of numbers. */
  static Embeddings one(Fields fields, String key, int dimension) {
    return of(fields, key, new float[][] {one(key, fields.node(key), dimension)});
  }

  private static float[] one(String key, JsonNode list, int dimension) {
    ObjectNode named = Fields.object();
    named.set(key, list);
    Fields fields = Fields.of("request", named);
    float[] values = fields.floats(key, LONGEST);
    if (values.length != dimension) {
      throw fields.refuse(key, dimension + " numbers", values.length);
    }
    return values;
  }

  private static Embeddings of(Fields fields, String key, float[][] shown) {
    int dimension = shown[0].length;
    float[] all = new float[shown.length * dimension];
    for (int i = 0; i < shown.length; i++) {
      System.arraycopy(shown[i], 0, all, i * dimension, dimension);
    }
    try {
      return new Embeddings(shown, UnitVectors.normalise(dimension, all));
    } catch (IllegalArgumentException e) {
      throw fields.refuse(key, "vectors that are not zero", "one that is");
    }
  }

  /** Each with how alike it is, in order. */
  List<Compared> compared(float[] cosines, Similarity similarity) {
    return IntStream.range(0, shown.length)
        .mapToObj(i -> new Compared(shown[i], similarity.of(cosines[i]), cosines[i]))
        .toList();
  }

  /**
   * One of them in an answer.
   *
   * @param similarity see {@link Similarity}
   */
  @Serdeable.Serializable
  @SuppressWarnings("ArrayRecordComponent") // on its way out
  record Compared(float[] embedding, double similarity, double cosine) {}

  /** One of them with who was found for it. */
  @Serdeable.Serializable
  @SuppressWarnings("ArrayRecordComponent") // on its way out
  record Recognised(float[] embedding, List<FaceResult.Match> similarities) {}
}
