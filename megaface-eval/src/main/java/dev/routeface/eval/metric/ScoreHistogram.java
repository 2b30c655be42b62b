package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How scores of mated and of non-mated trials lie. Bins are 0.02 of cosine wide, from -1 to 1, and
 * hold their lower edge; failed trials have no score and are in none.
 *
 * @param mated trials per bin
 * @param nonMated trials per bin
 */
public record ScoreHistogram(List<Integer> mated, List<Integer> nonMated) {
  /** Number of bins. */
  public static final int BINS = 100;

  public ScoreHistogram {
    mated = List.copyOf(mated);
    nonMated = List.copyOf(nonMated);
    if (mated.size() != BINS || nonMated.size() != BINS) {
      throw new IllegalArgumentException(
          "expected %d bins, found %d and %d".formatted(BINS, mated.size(), nonMated.size()));
    }
  }

  public static ScoreHistogram of(Trials mated, Trials nonMated) {
    return new ScoreHistogram(bins(mated), bins(nonMated));
  }

  private static List<Integer> bins(Trials trials) {
    Integer[] bins = Collections.nCopies(BINS, 0).toArray(Integer[]::new);
    for (int trial = 0; trial < trials.size(); trial++) {
      if (trials.score(trial) != Trials.FAILED) {
        bins[bin(trials.score(trial))]++;
      }
    }
    return List.of(bins);
  }

  /** A cosine may leave -1..1 by a rounding. */
  private static int bin(float score) {
    int bin = (int) Math.floor((score + 1.0) / 2 * BINS);
    return Math.max(0, Math.min(BINS - 1, bin));
  }

  /** The score in the middle of a bin. */
  public static double centre(int bin) {
    return (2 * bin + 1.0) / BINS - 1;
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    IntStream.range(0, BINS)
        .forEach(
            bin -> {
              json.withArray("mated").add(mated.get(bin));
              json.withArray("nonMated").add(nonMated.get(bin));
            });
    return json;
  }

  public static ScoreHistogram of(Fields fields) {
    return new ScoreHistogram(
        fields.integers("mated", 0, Integer.MAX_VALUE),
        fields.integers("nonMated", 0, Integer.MAX_VALUE));
  }
}
