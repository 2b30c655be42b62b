package dev.routeface.eval.rank;

import dev.routeface.sdk.math.Rows;
import java.util.Arrays;
import java.util.Optional;

/**
 * Of all scores of probes with gallery rows those that can matter, none left out: the exact ranks
 * and the best of a large gallery, without most of the work. A gallery row whose bound (see {@link
 * Projection}) is below a probe's floor is dismissed; the others are compared in full.
 *
 * @param kernel how products are made
 * @param probes (P, D)
 * @param gallery (N, D)
 * @param metric how products become scores
 */
public record HighScores(Kernel kernel, Rows probes, Rows gallery, Metric metric) {
  /** Receives scores, and says which it needs. */
  public interface Sink extends Scores.Sink {
    /** Scores below this change nothing for a probe; may rise as scores are received. */
    float floor(int probe);

    /**
     * Whether no score from {@code low} to {@code high} makes another difference than {@code low}
     * does; not if one of them is NaN.
     */
    boolean alike(int probe, float low, float high);

    /** So many more gallery rows have been compared with all probes. */
    default void passed(int rows) {}
  }

  /**
   * How a search was done.
   *
   * @param bounded probes that searched with bounds
   * @param directions that these were made of, on average; 0 if there were none
   */
  public record Way(int bounded, int directions) {}

  public HighScores {
    Scores.requireOneDimension(probes, gallery);
  }

  /**
   * Streams into {@code sink}, for any one probe in row order and by one thread at a time, every
   * gallery row that is not below the probe's floor, and possibly others. A score that comes alone
   * may be off by a rounding error where {@link Sink#alike} says that this makes no difference.
   *
   * <p>The first rows are compared without bounds: they lift the floors that the plan needs.
   *
   * @return how it was done
   */
  public Way stream(Sink sink) {
    if (SearchPlan.pays(this)) {
      return streamByPlan(sink);
    }
    bruteForce(sink);
    return new Way(0, 0);
  }

  /** Whether it pays or not. */
  Way streamByPlan(Sink sink) {
    int head = Math.min(Scores.CHUNK, gallery.size());
    stream(0, head, SearchPlan.bruteForce(probes.size()), sink);
    SearchPlan plan = SearchPlan.of(this, sink);
    stream(head, gallery.size(), plan, sink);
    return new Way(probes.size() - plan.compared().length, plan.directions());
  }

  /**
   * The share of pairs that a bound leaves, tried on a few rows of the gallery.
   *
   * @param directions that the bound is made of, 1 to D
   * @param floor of every probe
   */
  public double survivors(EnergyBasis basis, int directions, float floor) {
    Trial trial = Trial.of(this, new Level(floor), basis, directions);
    return Arrays.stream(trial.left()[0]).average().orElse(0);
  }

  /** One floor for all, and nothing received. */
  private record Level(float floor) implements Sink {
    @Override
    public void accept(int probe, int first, float[] scores) {}

    @Override
    public float floor(int probe) {
      return floor;
    }

    @Override
    public boolean alike(int probe, float low, float high) {
      return true;
    }
  }

  /** Streams all scores. */
  public void bruteForce(Scores.Sink sink) {
    Scores.stream(
        kernel,
        probes,
        gallery,
        (probe, first, products) -> {
          metric.toScores(probe, first, products);
          sink.accept(probe, first, products);
        });
  }

  /** Rows {@code from..to-1} by one plan. */
  void stream(int from, int to, SearchPlan plan, Sink sink) {
    int[] compared = plan.compared();
    float[][] blocks = Packed.of(Matrix.of(probes, compared), Kernel.PROBES);
    Chunks chunks = new Chunks(kernel, gallery);
    Optional<Bounded> bounded = plan.projection().map(p -> new Bounded(this, p, plan.bounded()));
    for (int first = from; first < to; first += Scores.CHUNK) {
      Chunks.Part part = chunks.at(first, Math.min(Scores.CHUNK, to - first));
      part.chunk().stream(
          blocks,
          compared.length,
          (i, row, products) -> {
            metric.toScores(compared[i], row, products);
            sink.accept(compared[i], row, products);
          });
      bounded.ifPresent(bounds -> bounds.stream(part, sink));
      sink.passed(Math.min(Scores.CHUNK, to - first));
    }
  }
}
