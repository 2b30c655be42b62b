package dev.routeface.eval.rank;

/**
 * Scores in ascending order, to count against: the whole of an exact rank or an exact ROC, without
 * the matrix.
 */
public final class SortedScores {
  /** Few enough for a core's second-level cache. */
  private static final int BUCKETS = 1 << 14;

  private final float[] ascending;

  /** How many are in buckets before each; equal widths from the lowest score to the highest. */
  private final int[] before = new int[BUCKETS + 1];

  private final float scale;

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
    int size = ascending.length;
    float width = size == 0 ? 0 : ascending[size - 1] - ascending[0];
    this.scale = width > 0 && Float.isFinite(BUCKETS / width) ? BUCKETS / width : 0;
    for (float score : ascending) {
      before[bucket(score) + 1]++;
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      before[bucket + 1] += before[bucket];
    }
  }

  /** Never falls as the score rises, so that what lies in another bucket need not be looked at. */
  private int bucket(float score) {
    int bucket = (int) ((score - ascending[0]) * scale);
    return Math.max(0, Math.min(BUCKETS - 1, bucket));
  }

  public int size() {
    return ascending.length;
  }

  public float score(int index) {
    return ascending[index];
  }

  /** How many are strictly below {@code score}. */
  public int below(float score) {
    if (ascending.length == 0) {
      return 0;
    }
    int bucket = bucket(score);
    int low = before[bucket];
    int high = before[bucket + 1];
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
