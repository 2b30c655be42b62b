package dev.routeface.sdk.bench;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.EmbeddingStream;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether decoding hides behind embedding: a folder of faces decoded alone, embedded alone, and
 * both as {@code embed} does them. The three take turns.
 *
 * @param faces all of them in each pass
 * @param threads that decode
 * @param rounds turns of each
 */
public record FolderBench(FaceDataset faces, int threads, int rounds) {
  private static final int BATCH = 32;

  /** Images per second of each stage, and of both over the slower one's. */
  public List<Finding> of(Embedder embedder, Progress progress) {
    List<Double> decoded = new ArrayList<>();
    List<Double> embedded = new ArrayList<>();
    List<Double> both = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    try (Progress.Task task = progress.start("bench of a folder", 3L * (rounds + 1))) {
      for (int round = 0; round <= rounds; round++) {
        double first = stream(new Nothing(embedder), task);
        double second = embedAlone(embedder, task);
        double together = stream(embedder, task);
        if (round > 0) { // the first warms up
          decoded.add(first);
          embedded.add(second);
          both.add(together);
          shares.add(together / Math.min(first, second));
        }
      }
    }
    return List.of(
        new Finding("a folder decoded alone, images/s", decoded, Optional.empty()),
        new Finding("as many images embedded alone, images/s", embedded, Optional.empty()),
        new Finding("the folder embedded, images/s", both, Optional.empty()),
        new Finding(
            "the folder embedded / its slower stage alone",
            shares,
            Optional.of(new Finding.Goal.AtLeast(0.9))));
  }

  private double stream(Embedder embedder, Progress.Task task) {
    long start = System.nanoTime();
    try (EmbeddingStream stream = new EmbeddingStream(embedder, faces, Flip.NONE, threads)) {
      stream.embed(0, faces.size(), Progress.NONE.start("", 1));
    }
    task.step();
    return rate(start);
  }

  private double embedAlone(Embedder embedder, Progress.Task task) {
    float[] images = new float[BATCH * embedder.preparation().length()];
    Arrays.fill(images, 0.5f);
    long start = System.nanoTime();
    for (int done = 0; done < faces.size(); done += BATCH) {
      embedder.raw(images, Math.min(BATCH, faces.size() - done));
    }
    task.step();
    return rate(start);
  }

  private double rate(long start) {
    return faces.size() / ((System.nanoTime() - start) / 1e9);
  }

  /** Embeds at no cost, so that what is left is the decoding. */
  private record Nothing(Embedder like) implements Embedder {
    @Override
    public Preparation preparation() {
      return like.preparation();
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public String sha256() {
      return like.sha256();
    }

    @Override
    public float[] raw(float[] images, int count) {
      float[] ones = new float[count];
      Arrays.fill(ones, 1);
      return ones;
    }

    @Override
    public void close() {
      // the other one is its owner's to close
    }
  }
}
