package dev.routeface.eval.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One probe's search for each of its mates, as distractors pass by: a threshold for each. */
public final class MateSearch {
  private final int probe;
  private final List<Mate> mates;
  private final float[] scores;
  private final int[] above;

  private record Mate(int image, float score) {}

  /** The score of the probe with one of its mates. */
  @FunctionalInterface
  public interface MateScore {
    float of(int mate);
  }

  private MateSearch(int probe, List<Mate> ascending) {
    this.probe = probe;
    this.mates = ascending;
    this.scores = new float[ascending.size()];
    IntStream.range(0, scores.length).forEach(n -> scores[n] = ascending.get(n).score());
    this.above = new int[scores.length];
  }

  /**
   * Nothing seen yet.
   *
   * @param images all images of the probe's identity, itself among them
   */
  public static MateSearch of(int probe, int[] images, MateScore score) {
    return new MateSearch(
        probe,
        Arrays.stream(images)
            .filter(image -> image != probe)
            .mapToObj(image -> new Mate(image, score.of(image)))
            .sorted(Comparator.comparing(Mate::score))
            .toList());
  }

  /** Counts some distractors' scores with the probe. One thread at a time. */
  public void see(float[] distractors) {
    Kernel.here().countAbove(distractors, scores, above);
  }

  /** Scores below this are above no mate. */
  public float floor() {
    return scores.length == 0 ? Float.POSITIVE_INFINITY : scores[0];
  }

  /** Whether all scores from {@code low} to {@code high} are above the same mates. */
  public boolean alike(float low, float high) {
    boolean alike = low <= high;
    for (float score : scores) {
      alike &= low > score == high > score;
    }
    return alike;
  }

  /** The ranks among the distractors seen, by mate. */
  public List<ExactRanks.Pair> pairs(int identity) {
    return pairs(identity, Arrays.stream(above).asLongStream().toArray());
  }

  /**
   * The ranks that some counts are, by mate.
   *
   * @param counts distractors strictly above each mate, as {@link #drain} gives them
   */
  public List<ExactRanks.Pair> pairs(int identity, long[] counts) {
    List<ExactRanks.Pair> pairs = new ArrayList<>();
    for (int n = 0; n < counts.length; n++) {
      int rank = Math.toIntExact(counts[n]);
      pairs.add(new ExactRanks.Pair(identity, probe, mates.get(n).image(), rank));
    }
    pairs.sort(Comparator.comparing(ExactRanks.Pair::mate));
    return pairs;
  }

  /** Distractors strictly above each mate, by ascending score of the mate; begins anew. */
  public int[] drain() {
    int[] counts = above.clone();
    Arrays.fill(above, 0);
    return counts;
  }
}
