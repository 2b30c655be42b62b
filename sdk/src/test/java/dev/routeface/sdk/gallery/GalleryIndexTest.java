package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.UnitVectors;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every search beside the plain one, to the bit; with bounds and without. */
class GalleryIndexTest {
  private static final ForkJoinPool POOL = new ForkJoinPool(3);

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }

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

  /** Bounds of as many directions, whether or not they pay. */
  static GalleryIndex bounded(int dimension, int directions) {
    return GalleryIndex.keptUp(
        dimension,
        POOL,
        store ->
            new Upkeep(
                store,
                Runnable::run,
                300,
                sample ->
                    Directions.first(directions, dimension, Directions.eigenvectors(sample))));
  }

  static GalleryIndex unbounded(int dimension) {
    return GalleryIndex.open(dimension, POOL, task -> {});
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsWhatALoopOverAllRowsFinds(Kind kind) {
    int dimension = kind.dimension();
    try (GalleryIndex without = unbounded(dimension);
        GalleryIndex one = bounded(dimension, 1);
        GalleryIndex some = bounded(dimension, (dimension + 2) / 3);
        GalleryIndex all = bounded(dimension, dimension)) {
      PlainSearch plain = new PlainSearch();
      UnitVectors queries = kind.rows(7, 1);
      int rows = 0;
      for (int count : new int[] {1, 398, 1, 1021, 2048}) {
        UnitVectors more = kind.rows(count, rows);
        plain.append(more);
        for (GalleryIndex index : List.of(without, one, some, all)) {
          assertEquals(rows, index.append(more));
          for (int k : new int[] {1, 10, 600}) {
            TopK topK = TopK.of(k);
            assertEquals(plain.search(queries, topK), index.search(queries, topK));
          }
        }
        rows += count;
      }
      assertEquals(0, without.bounded());
      assertTrue(some.bounded() > rows / 3, () -> some.bounded() + " rows have bounds");
    }
  }

  /** Any subset of rows, groups of any sizes, both, and rows that go. */
  @ParameterizedTest
  @MethodSource("kinds")
  void findsWhatIsAllowedOncePerGroupAndNotRemoved(Kind kind) {
    SplittableRandom random = new SplittableRandom(2);
    try (GalleryIndex without = unbounded(kind.dimension());
        GalleryIndex with = bounded(kind.dimension(), (kind.dimension() + 1) / 2)) {
      PlainSearch plain = new PlainSearch();
      UnitVectors queries = kind.rows(3, 1);
      for (int round = 0; round < 4; round++) {
        UnitVectors more = kind.rows(500, round);
        plain.append(more);
        for (int n = 0; n < 200; n++) {
          plain.remove(random.nextInt(500 * (round + 1)));
        }
        for (GalleryIndex index : List.of(without, with)) {
          index.append(more);
          for (long row = 0; row < 500L * (round + 1); row++) {
            if (!plain.contains(row)) {
              index.remove(row);
            }
          }
          assertEquals(plain.size(), index.size());
          for (TopK topK : wishes(random.nextInt(1, 12))) {
            assertEquals(plain.search(queries, topK), index.search(queries, topK));
          }
        }
      }
    }
  }

  private static List<TopK> wishes(int k) {
    LongPredicate third = row -> row % 3 == 1;
    LongUnaryOperator group = row -> row * row % 41;
    return List.of(
        TopK.of(k),
        TopK.of(k).among(third),
        TopK.of(k).among(row -> false),
        TopK.of(k).oncePer(group),
        TopK.of(100).oncePer(group),
        TopK.of(k).oncePer(row -> 7),
        TopK.of(k).oncePer(group).among(third));
  }

  @Test
  void findsNothingInAnEmptyGallery() {
    try (GalleryIndex index = unbounded(2)) {
      UnitVectors queries = UnitVectors.of(2, new float[] {1, 0, 0, 1});
      assertEquals(List.of(List.of(), List.of()), index.search(queries, TopK.of(3)));
      assertEquals(0, index.bytes());
    }
  }

  @Test
  void findsNothingForNobody() {
    try (GalleryIndex index = unbounded(2)) {
      index.append(UnitVectors.of(2, new float[] {1, 0}));
      assertEquals(List.of(), index.search(UnitVectors.of(2, new float[0]), TopK.of(3)));
    }
  }

  @Test
  void findsAllWhereThereAreFewerThanK() {
    try (GalleryIndex index = unbounded(2)) {
      index.append(UnitVectors.of(2, new float[] {0, 1, -1, 0, 1, 0, 0, 1}));
      assertEquals(
          List.of(List.of(new Match(2, 1), new Match(0, 0), new Match(3, 0), new Match(1, -1))),
          index.search(UnitVectors.of(2, new float[] {1, 0}), TopK.of(9)));
    }
  }

  @Test
  void neverGivesANumberTwice() {
    try (GalleryIndex index = unbounded(1)) {
      UnitVectors two = UnitVectors.of(1, new float[] {1, -1});
      assertEquals(0, index.append(two));
      assertTrue(index.remove(1));
      assertFalse(index.remove(1));
      assertFalse(index.remove(2));
      assertFalse(index.remove(-1));
      assertEquals(2, index.append(two));
      assertTrue(index.remove(0));
      assertEquals(2, index.size());
      assertEquals(
          List.of(List.of(new Match(2, 1), new Match(3, -1))),
          index.search(UnitVectors.of(1, new float[] {1}), TopK.of(5)));
    }
  }

  /** Where bounds dismiss many rows, few are compared in full, and a batch shares nothing else. */
  @Test
  void comparesFewRowsWhereEnergyFalls() {
    Kind kind = new Kind("", 64, (row, random) -> k -> random.nextGaussian() * Math.exp(-0.2 * k));
    try (GalleryIndex index = bounded(64, 32)) {
      index.append(kind.rows(1 << 13, 1));
      index.append(kind.rows(1, 2));
      UnitVectors queries = kind.rows(10, 3);
      index.search(queries, TopK.of(1));
      long pairs = index.size() * queries.size();
      assertTrue(index.compared() < pairs / 10, () -> index.compared() + " of " + pairs);
      assertEquals(32, index.directions());
    }
  }

  @Test
  void givesMemoryBackWhenRowsGoAndAllOfItWhenClosed() {
    long before = direct();
    try (GalleryIndex index = bounded(16, 4)) {
      index.append(new Kind("", 16, (row, random) -> k -> random.nextGaussian()).rows(1 << 14, 1));
      long full = index.bytes();
      assertTrue(full >= (1 << 14) * 16 * 4 * 5L / 4, () -> full + " bytes");
      assertTrue(direct() - before >= full);
      for (long row = 0; row < 1 << 14; row++) {
        if (row % 16 != 0) {
          index.remove(row);
        }
      }
      assertTrue(index.bytes() < full / 4, () -> index.bytes() + " of " + full);
      index.search(UnitVectors.of(16, unit(16)), TopK.of(5));
    }
    assertEquals(before, direct());
  }

  private static float[] unit(int dimension) {
    float[] values = new float[dimension];
    values[0] = 1;
    return values;
  }

  /** Bytes of direct buffers in this process. */
  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Whoever is asked whether a row counts removes it, so that it goes at the last moment. */
  @Test
  void countsNoRowThatGoesWhileItIsCompared() {
    UnitVectors rows = new Kind("", 8, (row, random) -> k -> random.nextGaussian()).rows(512, 1);
    for (GalleryIndex index : List.of(unbounded(8), bounded(8, 4))) {
      try (index) {
        index.append(rows);
        TopK removed = TopK.of(3).among(row -> row == 5 && index.remove(row));
        assertEquals(List.of(List.of()), index.search(rows.select(new int[] {5}), removed));
        assertEquals(511, index.size());
      }
    }
  }

  @Test
  void tellsWhoAskedWhatWentWrongAndGoesOn() {
    try (GalleryIndex index = unbounded(4)) {
      index.append(new Kind("", 4, (row, random) -> k -> random.nextGaussian()).rows(9000, 1));
      UnitVectors query = UnitVectors.of(4, unit(4));
      TopK bad =
          TopK.of(1)
              .among(
                  row -> {
                    throw new UnsupportedOperationException("no answer");
                  });
      UnsupportedOperationException failure =
          assertThrows(UnsupportedOperationException.class, () -> index.search(query, bad));
      assertTrue(failure.getMessage().contains("no answer"), failure.getMessage());
      assertEquals(1, index.search(query, TopK.of(1)).get(0).size());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    GalleryIndex index = unbounded(2);
    UnitVectors three = UnitVectors.of(3, unit(3));
    assertMessage("expected rows of 2 floats, found 3", () -> index.append(three));
    assertMessage("expected rows of 2 floats, found 3", () -> index.search(three, TopK.of(1)));
    assertMessage("expected a k of at least 1, found 0", () -> TopK.of(0));
    assertMessage("expected at least one dimension, found 0", () -> GalleryIndex.open(0, 1));
    assertMessage("expected at least one thread, found 0", () -> GalleryIndex.open(1, 0));
    index.close();
    index.close();
    String closed = "expected an open gallery index, found a closed one";
    UnitVectors two = UnitVectors.of(2, unit(2));
    assertMessage(closed, () -> index.append(two));
    assertMessage(closed, () -> index.remove(0));
    assertMessage(closed, () -> index.search(two, TopK.of(1)));
    assertEquals(0, index.size());
  }

  private static void assertMessage(String message, Executable refused) {
    assertEquals(message, assertThrows(RuntimeException.class, refused).getMessage());
  }
}
