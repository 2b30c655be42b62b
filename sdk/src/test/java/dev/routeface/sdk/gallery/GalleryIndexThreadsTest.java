package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Searches while rows come and go and bounds are made. A row follows from its number. */
class GalleryIndexThreadsTest {
  private static final int DIMENSION = 96;
  private static final int BATCH = 50;
  private static final int BATCHES = 200;
  private static final int ALL = BATCH * BATCHES;

  private static final ForkJoinPool POOL = new ForkJoinPool(2);

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }

  private static float[] row(long number) {
    SplittableRandom random = Seed.of(number).random();
    float[] values = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = (float) (random.nextGaussian() * Math.exp(-0.1 * k));
    }
    return UnitVectors.normalise(DIMENSION, values).row(0);
  }

  private static UnitVectors rows(long first, int count) {
    float[] values = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      System.arraycopy(row(first + i), 0, values, i * DIMENSION, DIMENSION);
    }
    return UnitVectors.of(DIMENSION, values);
  }

  @Test
  void showsWholeRowsAndWholeAppendsOnly() throws Exception {
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (GalleryIndex index = index(background)) {
      UnitVectors query = rows(-1, 1);
      List<Long> sizes =
          meanwhile(
              () -> {
                for (int n = 0; n < BATCHES; n++) {
                  assertEquals((long) n * BATCH, index.append(rows((long) n * BATCH, BATCH)));
                }
              },
              () -> {
                List<Match> found = index.search(query, TopK.of(ALL)).get(0);
                assertWhole(query, found);
                return (long) found.size();
              });
      sizes.forEach(size -> assertEquals(0, size % BATCH));
      assertTrue(sizes.stream().distinct().count() > 1);
    } finally {
      end(background);
    }
  }

  @Test
  void givesNoRowThatIsHalfOverwritten() throws Exception {
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (GalleryIndex index = index(background)) {
      index.append(rows(0, ALL));
      UnitVectors query = rows(-1, 1);
      meanwhile(
          () -> {
            for (long row = 0; row < ALL; row++) {
              assertTrue(index.remove(row * 7 % ALL));
            }
          },
          () -> {
            List<Match> found = index.search(query, TopK.of(ALL)).get(0);
            assertWhole(query, found);
            return 0L;
          });
      assertEquals(0, index.size());
      assertEquals(0, index.search(query, TopK.of(1)).get(0).size());
      assertEquals(0, index.bytes() / (ALL * DIMENSION));
    } finally {
      end(background);
    }
  }

  private static GalleryIndex index(ExecutorService background) {
    return GalleryIndex.keptUp(
        DIMENSION,
        POOL,
        store ->
            new Upkeep(
                store,
                background,
                1000,
                sample -> Directions.first(24, DIMENSION, Directions.eigenvectors(sample))));
  }

  private static void assertWhole(UnitVectors query, List<Match> found) {
    for (Match match : found) {
      assertEquals(Rows.product(query.row(0), row(match.row())), match.cosine());
    }
  }

  private interface Looking {
    long look();
  }

  /** What somebody saw who looked again and again while somebody else worked. */
  private static List<Long> meanwhile(Runnable work, Looking looking) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    Future<List<Long>> seen =
        other.submit(
            () -> {
              List<Long> all = new ArrayList<>();
              while (!done.get()) {
                all.add(looking.look());
              }
              return all;
            });
    try {
      work.run();
    } finally {
      done.set(true);
      other.shutdown();
    }
    return seen.get();
  }

  private static void end(ExecutorService background) throws InterruptedException {
    background.shutdown();
    assertTrue(background.awaitTermination(1, TimeUnit.MINUTES));
  }

  /** Searches that began before a close end as if there had been none. */
  @Test
  void waitsForSearchesBeforeItCloses() throws Exception {
    for (int round = 0; round < 20; round++) {
      GalleryIndex index = GalleryIndex.open(DIMENSION, 2);
      index.append(rows(0, 5000));
      UnitVectors query = rows(-1, 1);
      List<List<Match>> expected = index.search(query, TopK.of(5));
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Integer> searches =
          other.submit(
              () -> {
                for (int n = 0; ; n++) {
                  try {
                    assertEquals(expected, index.search(query, TopK.of(5)));
                  } catch (IllegalStateException e) {
                    return n;
                  }
                }
              });
      Thread.sleep(round);
      index.close();
      searches.get();
      other.shutdown();
    }
  }
}
