package dev.routeface.eval.devkit;

import dev.routeface.eval.features.FloatTable;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Takes the noise out of probes and distractors.
 *
 * @param strategy how
 * @param probes names of noisy probes
 * @param distractors names of noisy distractors
 * @param seed of InsightFace's jitter, which there is different in every run
 */
public record Cleaning(NoiseStrategy strategy, NoiseList probes, NoiseList distractors, long seed) {
  private static final double JITTER = 0.001;
  private static final float OUT_OF_REACH = 100;

  /** The probes to judge. */
  public Probes clean(List<String> paths, Probes listed) {
    int[] clean = probes.clean(paths);
    if (strategy == NoiseStrategy.DROP) {
      return listed.select(clean);
    }
    int extra = strategy == NoiseStrategy.INSIGHTFACE ? 1 : 0;
    BitSet noisy = probes.noisy(paths);
    SplittableRandom random = Seed.of(seed).at("probe noise").random();
    Features features = listed.features();
    float[][] rows = new float[paths.size()][];
    for (int row = 0; row < rows.length; row++) {
      float[] own = noisy.get(row) ? centre(listed, row, clean, random) : features.row(row);
      rows[row] = Arrays.copyOf(own, own.length + extra);
    }
    return new Probes(features.with(FloatTable.of(rows)), listed.ids());
  }

  /** Where its identity's clean images are. */
  private float[] centre(Probes listed, int row, int[] clean, SplittableRandom random) {
    double[] sum = new double[listed.features().dimension()];
    String id = listed.ids().get(row);
    int[] own = Arrays.stream(clean).filter(c -> listed.ids().get(c).equals(id)).toArray();
    if (own.length == 0) {
      throw new BadDataException(
          "expected a clean image of %s to put its noise to, found none".formatted(id));
    }
    for (int image : own) {
      float[] vector = listed.features().row(image);
      IntStream.range(0, sum.length).forEach(k -> sum[k] += vector[k]);
    }
    double jitter = strategy == NoiseStrategy.INSIGHTFACE ? JITTER : 0;
    double square = 0;
    for (int k = 0; k < sum.length; k++) {
      sum[k] += jitter * (2 * random.nextDouble() - 1);
      square += sum[k] * sum[k];
    }
    float[] centre = new float[sum.length];
    for (int k = 0; k < centre.length; k++) {
      centre[k] = (float) (sum[k] / Math.sqrt(square));
    }
    return centre;
  }

  /** The paths of a list of distractors that are to be judged. */
  public List<String> clean(List<String> paths) {
    return strategy == NoiseStrategy.DROP
        ? Arrays.stream(distractors.clean(paths)).mapToObj(paths::get).toList()
        : paths;
  }

  /**
   * The distractors to judge.
   *
   * @param paths of all rows
   */
  public Features clean(List<String> paths, Features listed) {
    return strategy == NoiseStrategy.DROP
        ? listed
        : listed.with(new Remade(listed, strategy, distractors.noisy(paths)));
  }

  /** Distractors with the noisy ones put aside. */
  private record Remade(Rows rows, NoiseStrategy strategy, BitSet noisy) implements Rows {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public int dimension() {
      return rows.dimension() + (strategy == NoiseStrategy.INSIGHTFACE ? 1 : 0);
    }

    @Override
    public void copy(int index, float[] target, int at) {
      rows.copy(index, target, at);
      if (strategy == NoiseStrategy.INSIGHTFACE) {
        target[at + rows.dimension()] = noisy.get(index) ? OUT_OF_REACH : 0;
      } else if (noisy.get(index)) {
        Arrays.fill(target, at, at + dimension(), 0);
      }
    }
  }
}
