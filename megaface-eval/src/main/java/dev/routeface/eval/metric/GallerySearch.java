package dev.routeface.eval.metric;

import dev.routeface.eval.rank.Scores;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Searches in an enrolled gallery, every probe against every entry, exact. A person may be enrolled
 * with several entries; the best of them counts.
 *
 * @param gallery enrolled entries (N, D)
 * @param person whose entry each is
 */
@SuppressWarnings("ArrayRecordComponent") // handed from method to method, never compared
public record GallerySearch(UnitVectors gallery, int[] person) {
  /**
   * Where a search finds its own person.
   *
   * @param score of the person's best entry; {@link Trials#FAILED} if none is enrolled
   * @param rank entries of other people with a higher score, so 0 is best and a tie favours the
   *     mate
   */
  public record Mate(float score, int rank) {}

  public GallerySearch {
    if (gallery.size() != person.length) {
      throw new IllegalArgumentException(
          "expected a person for each of %d entries, found %d"
              .formatted(gallery.size(), person.length));
    }
  }

  /**
   * Mated searches.
   *
   * @param who whose search each probe is
   * @return one per probe, in order
   */
  public List<Mate> mates(UnitVectors probes, int[] who) {
    float[] best = bestOfOwn(probes, who);
    int[] above = new int[best.length];
    Scores.stream(
        probes,
        gallery,
        (probe, first, scores) -> {
          for (int entry = 0; entry < scores.length; entry++) {
            boolean stranger = person[first + entry] != who[probe];
            above[probe] += stranger && scores[entry] > best[probe] ? 1 : 0;
          }
        });
    return IntStream.range(0, best.length)
        .mapToObj(probe -> new Mate(best[probe], above[probe]))
        .toList();
  }

  private float[] bestOfOwn(UnitVectors probes, int[] who) {
    Map<Integer, List<Integer>> entries =
        IntStream.range(0, person.length).boxed().collect(Collectors.groupingBy(i -> person[i]));
    float[] best = new float[probes.size()];
    for (int probe = 0; probe < best.length; probe++) {
      best[probe] = bestOf(entries.getOrDefault(who[probe], List.of()), probes.row(probe));
    }
    return best;
  }

  private float bestOf(List<Integer> entries, float[] probe) {
    float best = Trials.FAILED;
    for (int entry : entries) {
      best = Math.max(best, Rows.product(probe, gallery.row(entry)));
    }
    return best;
  }

  /**
   * The highest score that each probe meets, of whomever; {@link Trials#FAILED} without entries.
   */
  public float[] best(UnitVectors probes) {
    float[] best = new float[probes.size()];
    Arrays.fill(best, Trials.FAILED);
    Scores.stream(
        probes,
        gallery,
        (probe, first, scores) -> {
          for (float score : scores) {
            best[probe] = Math.max(best[probe], score);
          }
        });
    return best;
  }
}
