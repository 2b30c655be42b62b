package dev.routeface.eval.bench;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * How fast memory can be read from one end to the other: what a search of all rows cannot beat. A
 * sum of longs is read as fast as vectors are, within a tenth.
 */
final class ReadBandwidth {
  /**
   * 256 MiB together, more than the caches of most processors, in as many parts as threads need.
   */
  private static final int ARRAYS = 32;

  private static final int LENGTH = 1 << 20;
  private static final int PASSES = 5;

  private final ForkJoinPool pool;
  private final int threads;
  private final long[][] arrays = new long[ARRAYS][LENGTH];

  ReadBandwidth(ForkJoinPool pool) {
    this.pool = pool;
    this.threads = pool.getParallelism();
    // Pages that nobody wrote may all be the same one.
    Arrays.stream(arrays).forEach(array -> Arrays.fill(array, 1));
  }

  /** Bytes per second, the best of a few passes of all threads. */
  double measure() {
    return pool.submit(() -> IntStream.range(0, PASSES).mapToDouble(pass -> pass()).max())
        .join()
        .orElseThrow();
  }

  private double pass() {
    long start = System.nanoTime();
    long sum = IntStream.range(0, threads).parallel().mapToLong(this::read).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    long floats = (long) ARRAYS * LENGTH;
    if (sum != floats) {
      throw new IllegalStateException("expected a sum of %d, found %d".formatted(floats, sum));
    }
    return Long.BYTES * floats / seconds;
  }

  private long read(int thread) {
    long sum = 0;
    for (int n = thread; n < ARRAYS; n += threads) {
      sum += sum(arrays[n]);
    }
    return sum;
  }

  private static long sum(long[] array) {
    long sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }
}
