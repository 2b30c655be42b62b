package dev.routeface.eval.bench;

import dev.routeface.eval.features.FeaturePack;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a bench searches for, and in.
 *
 * @param origin where they come from, in a few words
 * @param real whether they are embeddings of faces
 * @param probes some images of each person
 * @param identity whose they are
 * @param distractors other people
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
public record Faces(
    String origin, boolean real, UnitVectors probes, int[] identity, UnitVectors distractors) {
  /** Images of one person: each but one is a threshold for each. */
  static final int IMAGES = 3;

  /** The length of a person's directions of their own, beside that of noise in an image. */
  private static final double NOISE = 0.8;

  /** Directions with normally distributed coordinates. */
  public static Faces synthetic(int probes, int dimension, int distractors) {
    SplittableRandom random = Seed.of(1).at("people").random();
    float[] values = new float[probes * dimension];
    float[] centre = new float[dimension];
    for (int i = 0; i < values.length; i++) {
      int k = i % dimension;
      if (i / dimension % IMAGES == 0) {
        centre[k] = (float) random.nextGaussian();
      }
      values[i] = centre[k] + (float) (NOISE * random.nextGaussian());
    }
    return new Faces(
        "%d synthetic distractors, normally distributed".formatted(distractors),
        false,
        UnitVectors.normalise(dimension, values),
        IntStream.range(0, probes).map(i -> i / IMAGES).toArray(),
        noise(distractors, dimension));
  }

  private static UnitVectors noise(int count, int dimension) {
    float[] values = new float[Math.multiplyExact(count, dimension)];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            row -> {
              SplittableRandom random = Seed.of(1).at("distractor", row).random();
              for (int k = row * dimension; k < (row + 1) * dimension; k++) {
                values[k] = (float) random.nextGaussian();
              }
            });
    return UnitVectors.normalise(dimension, values);
  }

  /**
   * Embeddings of a folder that {@code routeface embed} wrote. Probes are up to three images of
   * each person who has two, and all other people distractors; more are made of these: each with up
   * to half of another one added.
   *
   * @throws BadDataException if the folder does not hold what it should, or not two such people
   */
  public static Faces of(Path folder, int probes, int distractors) {
    Rows rows = FeaturePack.open(folder.resolve("embeddings.safetensors"), Progress.NONE).rows();
    float[] values = new float[Math.multiplyExact(rows.size(), rows.dimension())];
    for (int i = 0; i < rows.size(); i++) {
      rows.copy(i, values, i * rows.dimension());
    }
    UnitVectors all = UnitVectors.normalise(rows.dimension(), values);
    List<Integer> chosen = new ArrayList<>();
    List<Integer> identity = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    int person = 0;
    for (List<Integer> images : people(folder, all.size())) {
      int some = Math.min(IMAGES, images.size());
      if (some > 1 && chosen.size() + some <= probes) {
        chosen.addAll(images.subList(0, some));
        identity.addAll(Collections.nCopies(some, person++));
      } else {
        others.addAll(images);
      }
    }
    if (chosen.isEmpty() || others.isEmpty()) {
      throw new BadDataException(
          "%s: expected a person with two images and another person, found %d probes and %d others"
              .formatted(folder, chosen.size(), others.size()));
    }
    UnitVectors seeds = all.select(ints(others));
    return new Faces(
        "%s, %d distractors, and as many as needed of these with up to half of another added"
            .formatted(folder.getFileName(), seeds.size()),
        true,
        all.select(ints(chosen)),
        ints(identity),
        enlarged(seeds, distractors));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Rows of every person, in the order in which people appear. */
  private static Iterable<List<Integer>> people(Path folder, int rows) {
    Path file = folder.resolve("images.tsv");
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != rows) {
        throw new BadDataException(
            "%s: expected a line for each of %d embeddings, found %d"
                .formatted(file, rows, lines.size()));
      }
      Map<String, List<Integer>> people = new LinkedHashMap<>();
      for (int row = 0; row < rows; row++) {
        people.computeIfAbsent(lines.get(row).split("\t")[0], name -> new ArrayList<>()).add(row);
      }
      return people.values();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static UnitVectors enlarged(UnitVectors seeds, int count) {
    int dimension = seeds.dimension();
    float[] values = new float[Math.multiplyExact(count, dimension)];
    IntStream.range(0, count).parallel().forEach(row -> mix(seeds, row, values, row * dimension));
    return UnitVectors.normalise(dimension, values);
  }

  /** The row of that number of as many as are needed: after the seeds, copies of them, mixed. */
  static void mix(UnitVectors seeds, int row, float[] values, int at) {
    SplittableRandom random = Seed.of(1).at("copy", row).random();
    float[] own = seeds.row(row % seeds.size());
    float[] other = seeds.row(random.nextInt(seeds.size()));
    float share = row < seeds.size() ? 0 : (float) random.nextDouble(0.5);
    for (int k = 0; k < own.length; k++) {
      values[at + k] = own[k] + share * other[k];
    }
  }
}
