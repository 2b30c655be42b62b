package dev.routeface.eval.metric;

import dev.routeface.eval.rank.Scores;
import dev.routeface.sdk.math.UnitVectors;
import java.util.PriorityQueue;

/**
 * The threshold of InsightFace's IJB 1:N script: of all scores of a probe with somebody else's
 * entry, those of all probes in one pool, the {@code ceil(probes * rate)}-th largest. A probe that
 * meets many look-alikes uses up the places of others, so this is not FPIR, which counts each
 * search once ({@link Det}).
 */
public final class PooledNegatives {
  private final PriorityQueue<Float> largest = new PriorityQueue<>();
  private final int kept;
  private volatile float least = Float.NEGATIVE_INFINITY;

  private PooledNegatives(int kept) {
    this.kept = kept;
  }

  /**
   * The threshold for a rate; a mate is accepted strictly above it.
   *
   * @param who whose search each probe is
   * @param rate above 0 and at most 1
   * @return a cosine; below all of them where there are fewer negatives than places
   */
  public static double threshold(GallerySearch search, UnitVectors probes, int[] who, double rate) {
    PooledNegatives pool = new PooledNegatives((int) Math.ceil(probes.size() * rate));
    Scores.stream(
        probes,
        search.gallery(),
        (probe, first, scores) -> {
          for (int entry = 0; entry < scores.length; entry++) {
            if (search.person()[first + entry] != who[probe] && scores[entry] > pool.least) {
              pool.add(scores[entry]);
            }
          }
        });
    return pool.largest.size() < pool.kept ? Det.EVERYBODY : pool.largest.peek();
  }

  private synchronized void add(float score) {
    largest.add(score);
    if (largest.size() > kept) {
      largest.remove();
    }
    if (largest.size() == kept) {
      least = largest.peek();
    }
  }
}
