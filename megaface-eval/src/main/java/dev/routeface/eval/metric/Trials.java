package dev.routeface.eval.metric;

import dev.routeface.eval.rank.SortedScores;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of comparisons or searches, and whose they are: what error rates are counted over and what
 * intervals resample.
 */
public final class Trials {
  /** The score of a trial that could not be made: it reaches no threshold. */
  public static final float FAILED = Float.NEGATIVE_INFINITY;

  private final float[] scores;
  private final int[] identity;

  private Trials(float[] scores, int[] identity) {
    this.scores = scores;
    this.identity = identity;
  }

  /**
   * Copies both.
   *
   * @param scores cosines, -1..1 to rounding, or {@link #FAILED}
   * @param identity whose trial each is, {@code 0..}
   */
  public static Trials of(float[] scores, int[] identity) {
    if (scores.length != identity.length) {
      throw new IllegalArgumentException(
          "expected a score and an identity for each trial, found %d and %d"
              .formatted(scores.length, identity.length));
    }
    for (float score : scores) {
      if (score != FAILED && !(Math.abs(score) < OperatingPoint.NOBODY)) {
        throw new IllegalArgumentException("expected cosines, found " + score);
      }
    }
    return new Trials(scores.clone(), identity.clone());
  }

  /** Trials of different people: no two sets share an identity. */
  public static Trials pooled(List<Trials> sets) {
    int size = sets.stream().mapToInt(Trials::size).sum();
    float[] scores = new float[size];
    int[] identity = new int[size];
    int next = 0;
    int people = 0;
    for (Trials set : sets) {
      for (int trial = 0; trial < set.size(); trial++) {
        scores[next] = set.scores[trial];
        identity[next++] = people + set.identity[trial];
      }
      people += set.people();
    }
    return of(scores, identity);
  }

  private int people() {
    return Arrays.stream(identity).max().orElse(-1) + 1;
  }

  public int size() {
    return scores.length;
  }

  public float score(int trial) {
    return scores[trial];
  }

  /** Trials that could not be made. */
  public int failures() {
    int failures = 0;
    for (float score : scores) {
      failures += score == FAILED ? 1 : 0;
    }
    return failures;
  }

  /** Person by person, how many stay below a threshold; at least one trial is needed. */
  public PerIdentity below(double threshold) {
    PerIdentity.Tally tally = new PerIdentity.Tally(people());
    for (int trial = 0; trial < scores.length; trial++) {
      tally.add(identity[trial], scores[trial] < threshold ? 1 : 0);
    }
    return tally.done();
  }

  /** Person by person, how many reach a threshold; at least one trial is needed. */
  public PerIdentity reaching(double threshold) {
    PerIdentity.Tally tally = new PerIdentity.Tally(people());
    for (int trial = 0; trial < scores.length; trial++) {
      tally.add(identity[trial], scores[trial] >= threshold ? 1 : 0);
    }
    return tally.done();
  }

  SortedScores sorted() {
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    return new SortedScores(ascending);
  }
}
