package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The searches of all probes for all their mates.
 *
 * @param of one for each probe
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
public record MateSearches(MateSearch[] of) implements HighScores.Sink {
  /**
   * Nothing seen yet.
   *
   * @param identity identity number of each probe, {@code 0..}
   */
  public static MateSearches of(UnitVectors probes, int[] identity) {
    return of(probes, probes, identity);
  }

  /**
   * The same for mates that another model enrolled.
   *
   * @param enrolled the same images as the probes, in their order
   */
  static MateSearches of(UnitVectors probes, UnitVectors enrolled, int[] identity) {
    List<List<Integer>> members = new ArrayList<>();
    int identities = Arrays.stream(identity).max().orElse(-1) + 1;
    IntStream.range(0, identities).forEach(id -> members.add(new ArrayList<>()));
    IntStream.range(0, identity.length).forEach(i -> members.get(identity[i]).add(i));
    MateSearch[] searches = new MateSearch[identity.length];
    Arrays.setAll(
        searches,
        i ->
            MateSearch.of(
                i,
                members.get(identity[i]).stream().mapToInt(Integer::intValue).toArray(),
                mate -> Rows.product(probes.row(i), enrolled.row(mate))));
    return new MateSearches(searches);
  }

  @Override
  public void accept(int probe, int first, float[] scores) {
    of[probe].see(scores);
  }

  @Override
  public float floor(int probe) {
    return of[probe].floor();
  }

  @Override
  public boolean alike(int probe, float low, float high) {
    return of[probe].alike(low, high);
  }

  /**
   * The ranks among the distractors seen, by probe, then mate.
   *
   * @param identity identity number of each probe
   */
  public List<ExactRanks.Pair> pairs(int[] identity) {
    return IntStream.range(0, of.length)
        .boxed()
        .flatMap(i -> of[i].pairs(identity[i]).stream())
        .toList();
  }
}
