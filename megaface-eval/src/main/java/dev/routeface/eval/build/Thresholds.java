package dev.routeface.eval.build;

/**
 * When a cosine is suspicious; all three depend on the model that made the embeddings.
 *
 * @param duplicate two images at this cosine or above are the same photograph
 * @param same images of two identities at this cosine or above show one person; at most {@code
 *     duplicate}
 * @param mislabelled a probe whose mean cosine to its identity's other images is below this shows
 *     somebody else; below {@code same}
 */
public record Thresholds(float duplicate, float same, float mislabelled) {
  public Thresholds {
    if (!(-1 <= mislabelled && mislabelled < same && same <= duplicate && duplicate <= 1)) {
      throw new IllegalArgumentException(
          "expected -1 <= mislabelled < same <= duplicate <= 1, found %s, %s and %s"
              .formatted(mislabelled, same, duplicate));
    }
  }
}
