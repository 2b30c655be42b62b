package dev.routeface.sdk.gallery;

import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Which rows a search gives: the k best by cosine, of equal ones those with lower numbers. What it
 * is told of rows it asks from several threads, of few rows, and while the index is in use, so that
 * the answer must come from elsewhere.
 *
 * @param k rows at most, at least 1
 * @param allowed which rows count
 * @param group of a row: where present, each group counts once, with its best row
 */
public record TopK(int k, LongPredicate allowed, Optional<LongUnaryOperator> group) {
  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("expected a k of at least 1, found %d".formatted(k));
    }
  }

  /** The k best of all rows. */
  public static TopK of(int k) {
    return new TopK(k, row -> true, Optional.empty());
  }

  /** The k best of those rows alone. */
  public TopK among(LongPredicate allowed) {
    return new TopK(k, allowed, group);
  }

  /** The k best groups, for instance subjects, each by its best row. */
  public TopK oncePer(LongUnaryOperator group) {
    return new TopK(k, allowed, Optional.of(group));
  }
}
