package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One search of all queries in one pass over the rows. Threads take pieces of the rows, one after
 * the other, and tell each other how high a row has to reach; rows that may reach as high are
 * compared as {@link Rows#product} says. Which rows those are depends on the order, the result does
 * not.
 */
final class Search {
  /** Rows that a thread takes; a multiple of any panel. */
  private static final int PIECE = 2048;

  /**
   * Floats that are copied at a time, a few cache lines that are still near when they are used:
   * eight times as many take two fifths longer.
   */
  private static final int TILE = 512;

  private final TopK topK;
  private final List<Query> queries;
  private final List<Piece> pieces;
  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder compared;
  private final int dimension;

  /** How far a fast product may be below the specified one, of vectors of about unit length. */
  private final float margin;

  /** Rows from {@code from} to before {@code to}. */
  private record Piece(Part part, int from, int to) {
    static List<Piece> of(List<Part> parts) {
      List<Piece> pieces = new ArrayList<>();
      for (Part part : parts) {
        for (int from = 0; from < part.count(); from += PIECE) {
          pieces.add(new Piece(part, from, Math.min(from + PIECE, part.count())));
        }
      }
      return pieces;
    }
  }

  /**
   * @param parts which nobody closes before the search is done
   * @param queries at least one
   * @param compared takes how many rows were compared in full
   */
  Search(List<Part> parts, Rows queries, TopK topK, LongAdder compared) {
    this.topK = topK;
    this.compared = compared;
    this.dimension = queries.dimension();
    this.margin = (float) (4 * Directions.relativeError(dimension)) + Directions.UNDERFLOW;
    this.pieces = Piece.of(parts);
    this.queries =
        IntStream.range(0, queries.size()).mapToObj(i -> new Query(queries.row(i))).toList();
    Kernel kernel = Kernel.here();
    parts.stream()
        .flatMap(part -> part.leading().stream())
        .map(Leading::directions)
        .distinct()
        .forEach(directions -> this.queries.forEach(query -> query.project(kernel, directions)));
  }

  /** By as many threads as the pool has; by the caller alone where there is little to do. */
  List<List<Match>> run(ForkJoinPool pool) {
    int threads = Math.min(pool.getParallelism(), pieces.size());
    List<Worker> workers = Stream.generate(() -> new Worker()).limit(threads).toList();
    if (threads < 2) {
      workers.forEach(Worker::call);
    } else {
      join(workers.stream().map(pool::submit).toList());
    }
    return IntStream.range(0, queries.size()).mapToObj(n -> best(n, workers)).toList();
  }

  /** Ends when all have ended, whether or not they failed. */
  private static void join(List<ForkJoinTask<Void>> tasks) {
    tasks.forEach(ForkJoinTask::quietlyJoin);
    tasks.forEach(ForkJoinTask::join);
  }

  private List<Match> best(int query, List<Worker> workers) {
    Best best = new Best(topK);
    workers.forEach(worker -> worker.best.get(query).offerTo(best));
    return best.matches();
  }

  /** What one thread finds. */
  private final class Worker implements Callable<Void> {
    private final Kernel kernel = Kernel.here();
    private final List<Best> best = queries.stream().map(query -> new Best(topK)).toList();
    private final float[] tile = new float[Math.max(Math.max(TILE, kernel.width()), dimension)];
    private final float[] row = new float[dimension];
    private final float[] products = new float[tile.length / dimension];
    private final float[][] bounds = new float[queries.size()][kernel.width()];
    private long rowsCompared;

    @Override
    public Void call() {
      for (int n = next.getAndIncrement(); n < pieces.size(); n = next.getAndIncrement()) {
        Piece piece = pieces.get(n);
        piece
            .part
            .leading()
            .ifPresentOrElse(leading -> bounded(piece, leading), () -> plain(piece));
      }
      compared.add(rowsCompared);
      return null;
    }

    /** Compares every row. */
    private void plain(Piece piece) {
      Segment segment = piece.part.segment();
      for (int from = piece.from; from < piece.to; from += products.length) {
        int some = Math.min(products.length, piece.to - from);
        segment.read(from, tile, some);
        for (int n = 0; n < bounds.length; n++) {
          kernel.dots(queries.get(n).vector(), tile, some, products);
          float floor = queries.get(n).floor();
          for (int i = 0; i < some; i++) {
            if (!(products[i] + margin < floor) && counts(segment, from + i)) {
              System.arraycopy(tile, i * dimension, row, 0, dimension);
              score(n, segment, from + i);
            }
          }
        }
        rowsCompared += (long) some * bounds.length;
      }
    }

    /** Compares rows whose bounds reach the floor, panel by panel. */
    private void bounded(Piece piece, Leading leading) {
      float[][] numbers =
          queries.stream()
              .map(query -> query.numbers(leading.directions()))
              .toArray(float[][]::new);
      for (int from = piece.from; from < piece.to; from += kernel.width()) {
        bound(leading, from, numbers);
        int some = Math.min(kernel.width(), piece.to - from);
        for (int n = 0; n < bounds.length; n++) {
          float floor = queries.get(n).floor();
          for (int i = 0; i < some; i++) {
            if (!(bounds[n][i] < floor)) {
              compare(n, piece.part.segment(), from + i);
            }
          }
        }
      }
    }

    /** Makes the bounds of a panel's rows. */
    private void bound(Leading leading, int slot, float[][] numbers) {
      for (float[] sums : bounds) {
        Arrays.fill(sums, 0);
      }
      int all = leading.directions().numbers();
      int step = tile.length / kernel.width();
      for (int k = 0; k < all; k += step) {
        int some = Math.min(step, all - k);
        leading.read(slot, k, tile, some);
        for (int n = 0; n < bounds.length; n++) {
          kernel.add(numbers[n], k, tile, some, bounds[n]);
        }
      }
    }

    /** Whether a row is there, and allowed. */
    private boolean counts(Segment segment, int slot) {
      return !segment.gone(slot) && topK.allowed().test(segment.number(slot));
    }

    private void compare(int query, Segment segment, int slot) {
      if (counts(segment, slot)) {
        segment.read(slot, row, 1);
        rowsCompared++;
        kernel.dots(queries.get(query).vector(), row, 1, products);
        if (!(products[0] + margin < queries.get(query).floor())) {
          score(query, segment, slot);
        }
      }
    }

    /** A row that was removed while it was read counts no more: it may have been half there. */
    private void score(int query, Segment segment, int slot) {
      float cosine = Rows.product(queries.get(query).vector(), row);
      if (!segment.gone(slot)) {
        best.get(query).offer(segment.number(slot), cosine);
        queries.get(query).raise(best.get(query).floor());
      }
    }
  }
}
