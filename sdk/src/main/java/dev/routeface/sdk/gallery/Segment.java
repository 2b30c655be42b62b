package dev.routeface.sdk.gallery;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Room for some rows, which are written once, in order, and may be removed. One thread at a time
 * writes and removes; whoever reads a row has learnt of it from a {@link Part} that was made after
 * it was written.
 */
final class Segment implements AutoCloseable {
  private final int dimension;
  private final OffHeap rows;
  private final long[] numbers;
  private final AtomicLongArray gone;
  private int removed;

  Segment(int dimension, int capacity) {
    this.dimension = dimension;
    this.rows = OffHeap.allocate(Math.multiplyExact(capacity, dimension));
    this.numbers = new long[capacity];
    this.gone = new AtomicLongArray((capacity + Long.SIZE - 1) / Long.SIZE);
  }

  int capacity() {
    return numbers.length;
  }

  int dimension() {
    return dimension;
  }

  /** Rows that were removed; for the thread that removes. */
  int removed() {
    return removed;
  }

  long bytes() {
    return (long) rows.size() * Float.BYTES;
  }

  void write(int slot, long number, float[] row) {
    rows.write(slot * dimension, row, dimension);
    numbers[slot] = number;
  }

  /** Copies rows that follow each other to the beginning of {@code to}. */
  void read(int slot, float[] to, int count) {
    rows.read(slot * dimension, to, count * dimension);
  }

  long number(int slot) {
    return numbers[slot];
  }

  /** The slot of a row that is among the first {@code count}; negative if there is none. */
  int find(long number, int count) {
    return Arrays.binarySearch(numbers, 0, count, number);
  }

  /** Whether a row is gone: what was read of it before may be half overwritten. */
  boolean gone(int slot) {
    VarHandle.acquireFence();
    return (gone.get(slot / Long.SIZE) & 1L << slot) != 0;
  }

  /** Marks a row first and overwrites it then; false if it was gone before. */
  boolean remove(int slot) {
    if (gone(slot)) {
      return false;
    }
    gone.set(slot / Long.SIZE, gone.get(slot / Long.SIZE) | 1L << slot);
    VarHandle.fullFence();
    rows.write(slot * dimension, new float[dimension], dimension);
    removed++;
    return true;
  }

  /** What is left of the first {@code count} rows, in a segment just as large. */
  Segment compact(int count) {
    Segment kept = new Segment(dimension, count - removed);
    float[] row = new float[dimension];
    int next = 0;
    for (int slot = 0; slot < count; slot++) {
      if (!gone(slot)) {
        read(slot, row, 1);
        kept.write(next++, numbers[slot], row);
      }
    }
    return kept;
  }

  @Override
  public void close() {
    rows.close();
  }
}
