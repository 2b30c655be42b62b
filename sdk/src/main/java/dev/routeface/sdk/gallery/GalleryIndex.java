package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A gallery in memory and the exact best of its rows for a query: the very rows and cosines that a
 * loop over all rows with {@link dev.routeface.sdk.math.Rows#product} gives, to the bit, whatever
 * the number of threads and whatever was projected so far. Nothing is kept on disk.
 *
 * <p>Rows may be added and removed while others search. A search sees all rows of an {@link
 * #append} or none of them; a row that is removed meanwhile may or may not be found, but never with
 * a wrong cosine. A removed row is overwritten at once.
 *
 * <p>Rows take four bytes for each dimension, outside the heap, and bounds about a quarter more: a
 * million rows of 512 dimensions need {@code -XX:MaxDirectMemorySize=3g} and a heap of some
 * megabytes. The index owns this memory until it is closed.
 */
public final class GalleryIndex implements AutoCloseable {
  /** Rows below which a search is so short that bounds are not worth their making. */
  private static final long SMALLEST = 1 << 15;

  private static final int IDLE_SECONDS = 10;

  private final int dimension;
  private final Store store;
  private final Upkeep upkeep;
  private final ForkJoinPool pool;
  private final Runnable stop;
  private final LongAdder compared = new LongAdder();

  private GalleryIndex(
      int dimension, ForkJoinPool pool, Function<Store, Upkeep> upkeep, Runnable stop) {
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "expected at least one dimension, found %d".formatted(dimension));
    }
    this.dimension = dimension;
    this.store = new Store(dimension);
    this.upkeep = upkeep.apply(store);
    this.pool = pool;
    this.stop = stop;
  }

  /**
   * An empty index with threads of its own, and one more that prepares bounds.
   *
   * @param dimension floats per row
   * @param threads that search, all searches together
   */
  public static GalleryIndex open(int dimension, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "expected at least one thread, found %d".formatted(threads));
    }
    ForkJoinPool pool = new ForkJoinPool(threads);
    ExecutorService background = background();
    return new GalleryIndex(
        dimension,
        pool,
        store -> new Upkeep(store, background, SMALLEST, Directions::of),
        () -> {
          background.shutdown();
          pool.shutdown();
        });
  }

  private static ExecutorService background() {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        GalleryIndex::thread,
        // What a closed index is asked to prepare, nobody needs.
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "gallery-upkeep");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * An empty index that shares threads with others, for a service with many galleries; closing it
   * leaves them.
   *
   * @param pool whose threads search
   * @param background prepares bounds, now or later, one thing after the other
   */
  public static GalleryIndex open(int dimension, ForkJoinPool pool, Executor background) {
    return keptUp(
        dimension, pool, store -> new Upkeep(store, background, SMALLEST, Directions::of));
  }

  /** With bounds for other galleries than those that need them. */
  static GalleryIndex keptUp(int dimension, ForkJoinPool pool, Function<Store, Upkeep> upkeep) {
    return new GalleryIndex(dimension, pool, upkeep, () -> {});
  }

  public int dimension() {
    return dimension;
  }

  /** Number of rows, without those that were removed. */
  public long size() {
    return store.size();
  }

  /** Memory outside the heap, in bytes. */
  public long bytes() {
    return store.bytes();
  }

  /** Rows that have bounds; the others are compared in full. */
  public long bounded() {
    return store.parts().stream()
        .filter(part -> part.leading().isPresent())
        .mapToLong(Part::count)
        .sum();
  }

  /** Directions that bounds are made of at present; 0 where there are none. */
  public int directions() {
    return upkeep.directions();
  }

  /** Pairs of a query and a row that all searches so far compared in full. */
  public long compared() {
    return compared.sum();
  }

  /** What the loops of a search are made of, for a report. */
  public String kernel() {
    return Kernel.here().name();
  }

  /**
   * Adds rows behind all others, all of them or none.
   *
   * @param rows at least one
   * @return the number of the first; the others follow it. Numbers only grow and never come again
   * @throws MemoryFullException if there is no room
   * @throws IllegalStateException if the index is closed
   */
  public long append(UnitVectors rows) {
    require(rows);
    long first = store.append(rows);
    upkeep.check();
    return first;
  }

  /**
   * Removes a row and overwrites it.
   *
   * @return false if there is no row of this number, or no more
   * @throws IllegalStateException if the index is closed
   */
  public boolean remove(long row) {
    boolean removed = store.remove(row);
    upkeep.check();
    return removed;
  }

  /**
   * The best rows of each query, best first, of equal ones that with the lower number; fewer than k
   * where there are fewer. Several queries share one pass over the rows.
   *
   * @param queries (Q, D)
   * @throws IllegalStateException if the index is closed
   */
  public List<List<Match>> search(UnitVectors queries, TopK topK) {
    require(queries);
    return store.read(
        parts -> {
          store.requireOpen();
          return new Search(parts, queries, topK, compared).run(pool);
        });
  }

  private void require(UnitVectors rows) {
    if (rows.dimension() != dimension) {
      throw new IllegalArgumentException(
          "expected rows of %d floats, found %d".formatted(dimension, rows.dimension()));
    }
  }

  /** Waits for searches under way, then gives all memory back. */
  @Override
  public void close() {
    store.close();
    stop.run();
  }
}
