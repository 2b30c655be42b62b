package dev.routeface.eval.bench;

import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.gallery.GalleryIndex;
import dev.routeface.sdk.gallery.Match;
import dev.routeface.sdk.gallery.TopK;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Searches a gallery by brute force, then with bounds, one query at a time and in batches, beside
 * the time that reading its rows takes at least. Bounds that find other rows are an error, not a
 * figure.
 *
 * @param rounds turns of either way
 * @param rows of the gallery
 * @param faces what is searched for, and in
 */
public record SearchBench(int rounds, int rows, GalleryRows faces) {
  /** One query as a door sees it, and the batch of a job. */
  static final List<Integer> BATCHES = List.of(1, 32);

  /** Best rows of a query. */
  static final int BEST = 10;

  private static final int BLOCK = 8192;

  /** Measures, with as many threads as the machine's engine has. */
  public SearchReport run(Origin origin, Machine machine, Progress progress) {
    Queue<Runnable> preparation = new ArrayDeque<>();
    ForkJoinPool pool = new ForkJoinPool(machine.threads());
    try (GalleryIndex index = GalleryIndex.open(faces.dimension(), pool, preparation::add);
        Progress.Task task = progress.start("bench", 2L * (rounds + 1))) {
      load(index);
      Turns turns = new Turns(index, new ReadBandwidth(pool), task);
      List<SearchReport.Row> measured = new ArrayList<>(turns.measure(Way.BRUTE_FORCE));
      double seconds = seconds(() -> preparation.forEach(Runnable::run));
      measured.addAll(turns.measure(Way.BOUNDED));
      return new SearchReport(origin, machine, subject(index, seconds), turns.bandwidths, measured);
    } finally {
      pool.shutdown();
    }
  }

  private void load(GalleryIndex index) {
    for (int first = 0; first < rows; first += BLOCK) {
      index.append(faces.block(first, Math.min(BLOCK, rows - first)));
    }
  }

  private SearchReport.Subject subject(GalleryIndex index, double seconds) {
    return new SearchReport.Subject(
        index.kernel(),
        faces.origin(),
        faces.real(),
        faces.queries().size(),
        rows,
        faces.dimension(),
        index.directions(),
        (double) index.bounded() / rows,
        seconds);
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The rounds of one index. */
  private final class Turns {
    private final GalleryIndex index;
    private final ReadBandwidth reading;
    private final Progress.Task task;
    private final List<Double> bandwidths = new ArrayList<>();
    private List<List<Match>> expected = List.of();

    Turns(GalleryIndex index, ReadBandwidth reading, Progress.Task task) {
      this.index = index;
      this.reading = reading;
      this.task = task;
    }

    /** The first round only warms up. */
    List<SearchReport.Row> measure(Way way) {
      List<SearchReport.Row> measured =
          BATCHES.stream().map(batch -> SearchReport.Row.empty(way, batch)).toList();
      for (int round = 0; round <= rounds; round++) {
        double bandwidth = reading.measure();
        if (round > 0) {
          bandwidths.add(bandwidth);
        }
        for (SearchReport.Row row : measured) {
          long before = index.compared();
          double[] milliseconds = turn(row.batch());
          if (round > 0) {
            row.add(milliseconds, share(index.compared() - before));
          }
        }
        task.step();
      }
      return measured;
    }

    private double share(long compared) {
      return (double) compared / faces.queries().size() / rows;
    }

    /** Milliseconds of each query, or of each query's part of its batch. */
    private double[] turn(int batch) {
      int queries = faces.queries().size();
      List<List<Match>> found = new ArrayList<>();
      List<Double> milliseconds = new ArrayList<>();
      for (int first = 0; first < queries; first += batch) {
        int[] some = IntStream.range(first, Math.min(queries, first + batch)).toArray();
        UnitVectors together = faces.queries().select(some);
        double seconds = seconds(() -> found.addAll(index.search(together, TopK.of(BEST))));
        milliseconds.add(1e3 * seconds / some.length);
      }
      require(found);
      return milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private void require(List<List<Match>> found) {
      if (!expected.isEmpty() && !expected.equals(found)) {
        throw new IllegalStateException("expected the rows of the first search, found others");
      }
      expected = List.copyOf(found);
    }
  }
}
