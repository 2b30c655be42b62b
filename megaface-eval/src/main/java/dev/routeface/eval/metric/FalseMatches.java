package dev.routeface.eval.metric;

import dev.routeface.eval.rank.Scores;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * False matches at given thresholds, told apart by person: every pair of images of two people is
 * counted with both of them, as {@link DyadicInterval} wants it. Pairs are streamed, none is kept.
 */
public final class FalseMatches {
  /** Which pairs of images are compared; asked both ways, and must answer alike. */
  @FunctionalInterface
  public interface Compared {
    /** Every pair. */
    Compared ALL = (one, other) -> true;

    boolean test(int one, int other);
  }

  private final int[] person;
  private final Compared compared;
  private final float[] thresholds;
  private final int[][] matches;
  private final int[] pairs;

  private FalseMatches(int[] person, Compared compared, double[] thresholds) {
    this.person = person;
    this.compared = compared;
    this.thresholds = new float[thresholds.length];
    IntStream.range(0, thresholds.length).forEach(t -> this.thresholds[t] = (float) thresholds[t]);
    this.matches = new int[thresholds.length][person.length];
    this.pairs = new int[person.length];
  }

  /**
   * Counts.
   *
   * @param person whom each image shows, {@code 0..}
   * @param compared which pairs of two people's images; pairs of one person never are
   * @param thresholds a pair matches at this score or above
   * @return for each threshold, matches and pairs by person, every pair with both
   * @throws IllegalArgumentException if no pair is compared
   */
  public static List<PerIdentity> of(
      UnitVectors images, int[] person, Compared compared, double... thresholds) {
    FalseMatches all = new FalseMatches(person, compared, thresholds);
    Scores.stream(images, images, all::see);
    return Arrays.stream(all.matches).map(all::byPerson).toList();
  }

  /** For any one image by one thread at a time: nothing is shared. */
  private void see(int one, int first, float[] scores) {
    for (int n = 0; n < scores.length; n++) {
      int other = first + n;
      if (person[other] != person[one] && compared.test(one, other)) {
        pairs[one]++;
        count(one, scores[n]);
      }
    }
  }

  private void count(int one, float score) {
    for (int t = 0; t < thresholds.length; t++) {
      matches[t][one] += score >= thresholds[t] ? 1 : 0;
    }
  }

  private PerIdentity byPerson(int[] matched) {
    int people = Arrays.stream(person).max().orElse(-1) + 1;
    double[] totals = new double[people];
    int[] counts = new int[people];
    for (int image = 0; image < person.length; image++) {
      totals[person[image]] += matched[image];
      counts[person[image]] = Math.addExact(counts[person[image]], pairs[image]);
    }
    return PerIdentity.of(totals, counts);
  }
}
