package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every search beside the plain one, to the bit; with bounds and without. */
class GalleryIndexTest {
  private static final int THREADS = 3;

  /** What rows look like. */
  private record Kind(String name, int dimension, Filler filler) {
    @Override
    public String toString() {
      return name;
    }

    UnitVectors rows(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[count * dimension];
      for (int row = 0; row < count; row++) {
        IntToDoubleFunction filled = filler.row(row, random);
        for (int k = 0; k < dimension; k++) {
          values[row * dimension + k] = (float) filled.applyAsDouble(k);
        }
      }
      return UnitVectors.normalise(dimension, values);
    }
  }

  private interface Filler {
    IntToDoubleFunction row(int row, SplittableRandom random);
  }

  private static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("even energy", 37, (row, random) -> k -> random.nextGaussian()),
        new Kind("falling energy", 64, (row, random) -> k -> random.nextGaussian() / (1 + k)),
        new Kind("steeply falling", 48, (r, random) -> k -> random.nextGaussian() * Math.exp(-k)),
        new Kind("few distinct", 16, (r, random) -> of(new SplittableRandom(random.nextInt(5)))),
        new Kind("all equal", 24, (row, random) -> k -> k + 1),
        new Kind("nearly equal", 32, (r, random) -> k -> 1 + 1e-6 * random.nextGaussian()),
        new Kind("signs", 16, (row, random) -> k -> random.nextInt(2) - 0.5),
        new Kind("axes", 20, (row, random) -> k -> k == row % 20 ? (row % 3 == 0 ? -1 : 1) : 0),
        new Kind("one dimension", 1, (row, random) -> k -> row % 7 == 0 ? -1 : 1),
        new Kind("ascending", 8, (row, random) -> k -> k == 0 ? 1e-3 * row : 1),
        new Kind("zeros first, then all", 40, GalleryIndexTest::lateEnergy));
  }

  private static IntToDoubleFunction of(SplittableRandom random) {
    return k -> random.nextGaussian();
  }

  /** The sample of directions sees the first dimensions alone, nearly all later rows the rest. */
  private static IntToDoubleFunction lateEnergy(int row, SplittableRandom random) {
    return k -> (k < 20) == (row < 400) ? random.nextGaussian() : 0;
  }

  private static GalleryIndex bounded(int dimension) {
    return GalleryIndex.open(dimension, THREADS, Runnable::run, 300);
  }

  private static GalleryIndex unbounded(int dimension) {
    return GalleryIndex.open(dimension, THREADS, task -> {});
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsWhatALoopOverAllRowsFinds(Kind kind) {
    try (GalleryIndex index = bounded(kind.dimension());
        GalleryIndex without = unbounded(kind.dimension())) {
      PlainSearch plain = new PlainSearch();
      UnitVectors queries = kind.rows(7, 1);
      int rows = 0;
      for (int some : List.of(1, 398, 1, 1021, 4096)) {
        UnitVectors more = kind.rows(some, rows);
        assertEquals(rows, index.append(more));
        without.append(more);
        plain.append(more);
        rows += some;
        for (int k : new int[] {1, 10, 600}) {
          List<List<Match>> expected = plain.search(queries, TopK.of(k));
          assertEquals(expected, index.search(queries, TopK.of(k)), () -> kind + ", bounds");
          assertEquals(expected, without.search(queries, TopK.of(k)), kind::toString);
        }
      }
      assertEquals(0, without.bounded());
    }
  }
}
