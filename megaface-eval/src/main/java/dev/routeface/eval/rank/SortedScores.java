package dev.routeface.eval.rank;

/**
 * Scores in ascending order, to count against: the whole of an exact rank or an exact ROC, without
 * the matrix.
 */
public final class SortedScores {
  private final float[] ascending;

  /** Takes {@code ascending} over; it must be sorted. */
  public SortedScores(float[] ascending) {
    for (int i = 1; i < ascending.length; i++) {
      if (!(ascending[i - 1] <= ascending[i])) {
        throw new IllegalArgumentException(
            "expected ascending scores, found %s before %s"
                .formatted(ascending[i - 1], ascending[i]));
      }
    }
    this.ascending = ascending;
  }

  public int size() {
    return ascending.length;
  }

  public float score(int index) {
    return ascending[index];
  }

  /** How many are strictly below {@code score}. */
  public int below(float score) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many are {@code score} or below. */
  public int atMost(float score) {
    return below(Math.nextUp(score));
  }
}
