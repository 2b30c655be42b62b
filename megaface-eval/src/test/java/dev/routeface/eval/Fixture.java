package dev.routeface.eval;

import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A small open set with ties, whose ranks were worked out in exact rational arithmetic by another
 * program: three people (3, 2 and 2 images), eight distractors, of which 0 equals probe 1 and 5
 * equals probe 4.
 */
public final class Fixture {
  private Fixture() {}

  public static int[] identity() {
    return new int[] {0, 0, 0, 1, 1, 2, 2};
  }

  public static UnitVectors probes() {
    return UnitVectors.normalise(
        4,
        new float[] {
          4, 1, -2, 3, 5, 0, 0, 3, 2, 2, -1, 2, -3, 5, 1, 2, -1, 3, 4, 3, 2, -4, 5, 1, 1, -1, 3, 3
        });
  }

  public static UnitVectors distractors() {
    return UnitVectors.normalise(
        4,
        new float[] {
          5, 0, 0, 3, -2, 4, 5, 0, 1, -3, 4, 2, 5, -4, -3, 0, -4, 2, 0, 4, -1, 3, 4, 3, 0, -1, 3,
          -2, -3, -2, -1, -4
        });
  }

  /** Directions with normally distributed coordinates. */
  public static UnitVectors random(int count, int dimension, long seed) {
    SplittableRandom random = Seed.of(seed).random();
    float[] values = new float[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return UnitVectors.normalise(dimension, values);
  }

  /** Vectors of {@code people} around a centre each, {@code images} of each, one after another. */
  public static UnitVectors people(int people, int images, int dimension, long seed) {
    UnitVectors centres = random(people, dimension, seed);
    SplittableRandom random = Seed.of(seed).at("images").random();
    float[] values = new float[people * images * dimension];
    for (int i = 0; i < values.length; i++) {
      int row = i / dimension / images;
      values[i] =
          centres.values().get(row * dimension + i % dimension)
              + (float) (0.8 * random.nextGaussian() / Math.sqrt(dimension));
    }
    return UnitVectors.normalise(dimension, values);
  }

  public static int[] identities(int people, int images) {
    return IntStream.range(0, people * images).map(i -> i / images).toArray();
  }

  /**
   * Images without pixels, called {@code NAME/NAME_0001.jpg} and so on within each run of a name.
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Faces(int[] owner, List<String> identities) implements FaceDataset {
    public static Faces of(int[] identity) {
      int people = IntStream.of(identity).max().orElse(-1) + 1;
      return new Faces(
          identity, IntStream.range(0, people).mapToObj(id -> "Person_" + id).toList());
    }

    /** One image of each. */
    public static Faces strangers(int people) {
      return new Faces(
          IntStream.range(0, people).toArray(),
          IntStream.range(0, people).mapToObj(id -> "Stranger_" + id).toList());
    }

    @Override
    public int size() {
      return owner.length;
    }

    @Override
    public int identity(int index) {
      return owner[index];
    }

    @Override
    public String name(int index) {
      String name = identities.get(owner[index]);
      int first = index;
      while (first > 0 && owner[first - 1] == owner[index]) {
        first--;
      }
      int number = index - first + 1;
      return "%s/%s_%04d.jpg".formatted(name, name, number);
    }

    @Override
    public byte[] encoded(int index) {
      throw new AssertionError("judging needs embeddings, not pixels");
    }

    @Override
    public String sha256() {
      return "%064x".formatted(Arrays.hashCode(owner) & 0xffffffffL);
    }
  }
}
