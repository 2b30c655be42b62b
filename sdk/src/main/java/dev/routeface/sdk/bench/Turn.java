package dev.routeface.sdk.bench;

import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.train.FaceBatch;
import dev.routeface.sdk.train.FaceBatches;
import dev.routeface.sdk.train.Teacher;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One turn of an arm: some steps to warm up, then the measured ones.
 *
 * @param arm what is measured
 * @param round number of the turn, from 1
 * @param warmUp steps before anything is measured
 * @param steps measured steps
 * @param recipes folder of the recipes that ship with the product
 * @param faces images to train on; faces that nobody has where there are none
 */
record Turn(Arm arm, int round, int warmUp, int steps, Path recipes, Optional<Path> faces) {
  private static final Path GUIDE = Path.of("real/guide.arcface.json");
  private static final Seed SEED = Seed.of(1);

  /** Epochs of the bench are at most this long, so that drawing faces does not outlast it. */
  private static final int EPOCH = 25;

  private static final int IDENTITIES = 32;

  /** Measures in this process, and writes the measurement to the file named last. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Measurement measurement = of(words).measure();
    Path result = Path.of(words.get(words.size() - 1));
    DurableFile.writeText(result, Fields.text(measurement.toJson()));
  }

  /** The arguments of {@link #main} that {@link #of} reads. */
  List<String> arguments() {
    return List.of(
        arm.name(),
        String.valueOf(round),
        String.valueOf(warmUp),
        String.valueOf(steps),
        recipes.toString(),
        faces.map(Path::toString).orElse(""));
  }

  static Turn of(List<String> words) {
    return new Turn(
        Arm.valueOf(words.get(0)),
        Integer.parseInt(words.get(1)),
        Integer.parseInt(words.get(2)),
        Integer.parseInt(words.get(3)),
        Path.of(words.get(4)),
        Optional.of(words.get(5)).filter(text -> !text.isEmpty()).map(Path::of));
  }

  Measurement measure() {
    Recipe recipe = Recipe.read(recipes.resolve(arm.recipe()));
    int size = recipe.preparation().size();
    FacePixels pixels = FacePixels.open(dataset(recipe), size, Progress.NONE);
    try (Loop loop = loop(recipe, pixels);
        FaceBatches batches =
            new FaceBatches(
                pixels,
                recipe.preparation(),
                recipe.augmentation(),
                recipe.training().batch(),
                SEED)) {
      return measure(loop, batches, recipe.training().batch());
    }
  }

  private FaceDataset dataset(Recipe recipe) {
    int images = Math.min(EPOCH, warmUp + steps) * recipe.training().batch();
    return faces
        .map(Faces::open)
        .orElseGet(
            () ->
                new SyntheticFaces(
                    IDENTITIES,
                    (images + IDENTITIES - 1) / IDENTITIES,
                    recipe.preparation().size(),
                    SEED));
  }

  private Measurement measure(Loop loop, FaceBatches batches, int batch) {
    Stream stream = new Stream(batches);
    run(loop, stream, warmUp);
    double residentBefore = ResidentSet.mebibytes();
    long waited = batches.waitedNanos();
    long start = System.nanoTime();
    run(loop, stream, steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measurement(
        arm,
        round,
        batch,
        warmUp,
        steps,
        seconds,
        (batches.waitedNanos() - waited) / 1e9 / seconds,
        residentBefore,
        ResidentSet.mebibytes());
  }

  private static void run(Loop loop, Stream stream, int steps) {
    for (int i = 0; i < steps; i++) {
      FaceBatch batch = stream.next();
      loop.step(batch);
      stream.recycle(batch);
    }
  }

  private Loop loop(Recipe recipe, FacePixels faces) {
    UnitVectors targets = targets(2 * faces.size(), recipe.architecture().embedding());
    return switch (arm) {
      case STOCK, STOCK_LAUNCHED -> new StockLoop(recipe, targets);
      case MOBILEFACENET, STUDENT_CACHED ->
          Loop.Ours.of(recipe, faces.identities(), Loop.Ours.cached(targets));
      case STUDENT_ONLINE -> Loop.Ours.of(recipe, faces.identities(), guide());
      case STUDENT_ALONE -> Loop.Ours.of(recipe, faces.identities(), new Teacher.None());
    };
  }

  private Teacher guide() {
    Recipe guide = Recipe.read(recipes.resolve(GUIDE));
    return Loop.Ours.online(guide.architecture().network(), SEED.value());
  }

  /** Random directions: what a target says does not change what a step costs. */
  static UnitVectors targets(int rows, int dimension) {
    SplittableRandom random = SEED.at("targets").random();
    float[] values = new float[rows * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return UnitVectors.normalise(dimension, values);
  }

  /** Batches without end, epoch after epoch. */
  private static final class Stream {
    private final FaceBatches batches;
    private FaceBatches.Epoch epoch;
    private int taken;

    Stream(FaceBatches batches) {
      this.batches = batches;
      this.epoch = batches.epoch(0);
    }

    FaceBatch next() {
      if (taken > 0 && taken % batches.steps() == 0) {
        epoch = batches.epoch(taken / batches.steps());
      }
      taken++;
      return epoch.next();
    }

    void recycle(FaceBatch batch) {
      batches.recycle(batch);
    }
  }
}
