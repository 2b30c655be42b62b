package dev.routeface.eval.bench;

import dev.routeface.eval.features.FeaturePack;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A gallery of any size, block by block, and what is searched for in it.
 *
 * @param origin where the rows come from, in a few words
 * @param real whether they are embeddings of faces
 * @param queries none of them in the gallery
 * @param seeds the first rows; all others are copies of these, mixed
 */
public record GalleryRows(String origin, boolean real, UnitVectors queries, UnitVectors seeds) {
  /** Images of a synthetic person. */
  private static final int IMAGES = 4;

  private static final int PEOPLE = 2_500;

  /** The length of noise in an image, beside that of a person's own direction. */
  private static final double NOISE = 0.8;

  /** How fast energy falls: 97 % lie along a quarter of the dimensions, as with real faces. */
  private static final double FALL = 7;

  /** People with a few images each, in directions with falling energy. */
  public static GalleryRows synthetic(int queries, int dimension) {
    int people = Math.max(PEOPLE, queries);
    float[] values = new float[Math.multiplyExact(people * IMAGES, dimension)];
    IntStream.range(0, people).parallel().forEach(person -> draw(person, dimension, values));
    UnitVectors all = UnitVectors.normalise(dimension, values);
    String origin =
        "synthetic: %d clusters of %d with falling energy, and as many as needed of these with up"
            + " to half of another added";
    return divided(all, queries, origin.formatted(people, IMAGES), false);
  }

  private static void draw(int person, int dimension, float[] values) {
    SplittableRandom random = Seed.of(1).at("person", person).random();
    for (int k = 0; k < dimension; k++) {
      double energy = Math.exp(-FALL * k / dimension);
      double centre = random.nextGaussian();
      for (int image = 0; image < IMAGES; image++) {
        int row = person * IMAGES + image;
        double value = energy * (centre + NOISE * random.nextGaussian());
        values[row * dimension + k] = (float) value;
      }
    }
  }

  /**
   * Embeddings that {@code routeface embed} wrote. Some, evenly spread, are queries.
   *
   * @throws BadDataException if the file is no pack of embeddings, or has too few of them
   */
  public static GalleryRows of(Path file, int queries) {
    Rows rows = FeaturePack.open(file, Progress.NONE).rows();
    float[][] each = IntStream.range(0, rows.size()).mapToObj(rows::row).toArray(float[][]::new);
    RawEmbeddings raw = RawEmbeddings.of(rows.dimension(), each);
    int[] embedded = raw.embedded();
    if (embedded.length <= queries) {
      throw new BadDataException(
          "%s: expected more than %d embeddings, found %d"
              .formatted(file, queries, embedded.length));
    }
    String origin =
        "%s: %d embeddings, and as many as needed of these with up to half of another added"
            .formatted(file.getFileName(), embedded.length - queries);
    return divided(raw.unit(embedded), queries, origin, true);
  }

  private static GalleryRows divided(UnitVectors all, int queries, String origin, boolean real) {
    int stride = all.size() / queries;
    int[] chosen = IntStream.range(0, queries).map(i -> i * stride).toArray();
    int[] others =
        IntStream.range(0, all.size())
            .filter(i -> i % stride != 0 || i / stride >= queries)
            .toArray();
    return new GalleryRows(origin, real, all.select(chosen), all.select(others));
  }

  public int dimension() {
    return seeds.dimension();
  }

  /** Some rows of the gallery. */
  UnitVectors block(int first, int count) {
    float[] values = new float[Math.multiplyExact(count, dimension())];
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> Faces.mix(seeds, first + i, values, i * dimension()));
    return UnitVectors.normalise(dimension(), values);
  }
}
