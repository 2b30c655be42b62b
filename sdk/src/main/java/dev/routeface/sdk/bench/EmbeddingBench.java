package dev.routeface.sdk.bench;

import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Images per second of embedders, one image at a time and in batches. The embedders take turns.
 *
 * @param rounds turns of every embedder at every batch size
 * @param seconds length of one turn, above 0
 */
public record EmbeddingBench(int rounds, double seconds) {
  /** One image as a door sees it, and the batch of a job. */
  static final List<Integer> BATCHES = List.of(1, 32);

  /**
   * Measures.
   *
   * @param embedders by the name that the report gives them
   */
  public EmbeddingReport run(
      Origin origin, Machine machine, Map<String, Embedder> embedders, Progress progress) {
    Map<String, Map<Integer, List<Double>>> rates = new LinkedHashMap<>();
    try (Progress.Task task =
        progress.start("bench", (long) (rounds + 1) * embedders.size() * BATCHES.size())) {
      embedders.values().forEach(embedder -> warmUp(embedder, task));
      for (int round = 0; round < rounds; round++) {
        embedders.forEach(
            (name, embedder) ->
                BATCHES.forEach(
                    batch -> {
                      rates
                          .computeIfAbsent(name, key -> new LinkedHashMap<>())
                          .computeIfAbsent(batch, key -> new ArrayList<>())
                          .add(rate(embedder, batch));
                      task.step();
                    }));
      }
    }
    return new EmbeddingReport(origin, machine, rows(rates), List.of());
  }

  private void warmUp(Embedder embedder, Progress.Task task) {
    for (int batch : BATCHES) {
      rate(embedder, batch);
      task.step();
    }
  }

  private double rate(Embedder embedder, int batch) {
    float[] images = noise(batch * embedder.preparation().length());
    long start = System.nanoTime();
    long done = 0;
    double elapsed = 0;
    while (elapsed < seconds) {
      embedder.embed(images, batch);
      done += batch;
      elapsed = (System.nanoTime() - start) / 1e9;
    }
    return done / elapsed;
  }

  /** What is in the picture does not change what it costs. */
  private static float[] noise(int length) {
    SplittableRandom random = Seed.of(1).random();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static List<EmbeddingReport.Row> rows(Map<String, Map<Integer, List<Double>>> rates) {
    List<EmbeddingReport.Row> rows = new ArrayList<>();
    rates.forEach(
        (name, byBatch) ->
            byBatch.forEach((batch, each) -> rows.add(new EmbeddingReport.Row(name, batch, each))));
    return rows;
  }
}
