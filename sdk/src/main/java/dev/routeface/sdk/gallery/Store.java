package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The rows, in segments. The list of parts is never changed but replaced: who reads takes the list
 * that is there, sees no row that is written meanwhile, and is never waited for, except where
 * memory is given back. Rows are not copied when more come, as they would be in one growing array.
 */
final class Store implements AutoCloseable {
  private static final int SMALLEST = 256;

  /** Large enough that nobody counts segments, small enough to be copied in a moment. */
  private static final int LARGEST_FLOATS = 1 << 23;

  private static final int LARGEST_ROWS = 1 << 17;

  private final int dimension;
  private final ReentrantLock writing = new ReentrantLock();

  /** Held for reading by everybody who reads rows, for writing by whoever gives memory back. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile List<Part> parts = List.of();
  private volatile long size;
  private volatile boolean closed;
  private long next;

  Store(int dimension) {
    this.dimension = dimension;
  }

  long size() {
    return size;
  }

  boolean closed() {
    return closed;
  }

  long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  List<Part> parts() {
    return parts;
  }

  /** Shows the parts, none of which is given back meanwhile. */
  <T> T read(Function<List<Part>, T> reader) {
    use.readLock().lock();
    try {
      return reader.apply(parts);
    } finally {
      use.readLock().unlock();
    }
  }

  /** Adds all rows or none, and shows them all at once; gives the number of the first. */
  long append(UnitVectors rows) {
    writing.lock();
    try {
      requireOpen();
      List<Part> more = withRoom(rows.size());
      long first = next;
      fill(more, rows);
      parts = List.copyOf(more);
      next += rows.size();
      size += rows.size();
      return first;
    } finally {
      writing.unlock();
    }
  }

  /** The parts, and new ones behind them if these rows need them. */
  private List<Part> withRoom(int rows) {
    List<Part> more = new ArrayList<>(parts);
    long room = more.isEmpty() ? 0 : room(more.get(more.size() - 1));
    int old = more.size();
    try {
      while (room < rows) {
        Segment segment = new Segment(dimension, capacity(rows - room));
        more.add(new Part(segment, 0, Optional.empty()));
        room += segment.capacity();
      }
    } catch (MemoryFullException e) {
      more.subList(old, more.size()).forEach(Part::close);
      throw e;
    }
    return more;
  }

  private static int room(Part part) {
    return part.segment().capacity() - part.count();
  }

  /** As many rows as there are, so that a small gallery takes little room and a large one grows. */
  private int capacity(long needed) {
    int largest = Math.min(LARGEST_ROWS, Math.max(1, LARGEST_FLOATS / dimension));
    long wanted = Math.max(Math.max(size, needed), SMALLEST);
    return Integer.highestOneBit((int) Math.min(wanted, largest));
  }

  private void fill(List<Part> more, UnitVectors rows) {
    float[] row = new float[dimension];
    int at = 0;
    for (int n = Math.max(0, parts.size() - 1); n < more.size(); n++) {
      Part part = more.get(n);
      int some = Math.min(room(part), rows.size() - at);
      for (int i = 0; i < some; i++) {
        rows.copy(at + i, row, 0);
        part.segment().write(part.count() + i, next + at + i, row);
      }
      more.set(n, part.filled(part.count() + some));
      at += some;
    }
  }

  /** Removes a row and overwrites it; false if there is none of this number. */
  boolean remove(long number) {
    writing.lock();
    try {
      requireOpen();
      int n = holding(number);
      if (n < 0 || !remove(parts.get(n), number)) {
        return false;
      }
      size--;
      compact(parts.get(n));
      return true;
    } finally {
      writing.unlock();
    }
  }

  private int holding(long number) {
    for (int n = 0; n < parts.size(); n++) {
      Part part = parts.get(n);
      if (part.count() > 0 && number <= part.segment().number(part.count() - 1)) {
        return n;
      }
    }
    return -1;
  }

  private static boolean remove(Part part, long number) {
    int slot = part.segment().find(number, part.count());
    if (slot < 0 || !part.segment().remove(slot)) {
      return false;
    }
    part.leading().ifPresent(leading -> leading.erase(slot));
    return true;
  }

  /** A full segment of which more than half is gone gives room back. */
  private void compact(Part part) {
    if (part.full() && 2 * part.segment().removed() > part.count()) {
      compacted(part)
          .ifPresent(
              kept -> {
                replace(part, kept);
                retire(part::close);
              });
    }
  }

  /**
   * What is left of a segment; empty where there is no room for a copy, for removing needs none.
   */
  private static Optional<List<Part>> compacted(Part part) {
    if (part.segment().removed() == part.count()) {
      return Optional.of(List.of());
    }
    try {
      Segment segment = part.segment().compact(part.count());
      return Optional.of(List.of(new Part(segment, segment.capacity(), Optional.empty())));
    } catch (MemoryFullException e) {
      return Optional.empty();
    }
  }

  private void replace(Part old, List<Part> by) {
    List<Part> changed = new ArrayList<>(parts);
    int at = changed.indexOf(old);
    changed.remove(at);
    changed.addAll(at, by);
    parts = List.copyOf(changed);
  }

  /** Gives memory back that nobody can find any more, as soon as nobody reads. */
  private void retire(Runnable memory) {
    use.writeLock().lock();
    try {
      memory.run();
    } finally {
      use.writeLock().unlock();
    }
  }

  /** Takes what bounds are made of; closes it where the segment is there no more. */
  void install(Segment segment, Leading leading) {
    writing.lock();
    try {
      Runnable old =
          parts.stream()
              .filter(part -> part.segment() == segment)
              .findFirst()
              .map(part -> install(part, leading))
              .orElse(leading::close);
      retire(old);
    } finally {
      writing.unlock();
    }
  }

  /** Rows that were removed while they were projected are overwritten here, too. */
  private Runnable install(Part part, Leading leading) {
    for (int slot = 0; slot < part.count(); slot++) {
      if (part.segment().gone(slot)) {
        leading.erase(slot);
      }
    }
    replace(part, List.of(part.with(leading)));
    return () -> part.leading().ifPresent(Leading::close);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("expected an open gallery index, found a closed one");
    }
  }

  /** Waits for those who read. */
  @Override
  public void close() {
    writing.lock();
    try {
      List<Part> all = parts;
      closed = true;
      parts = List.of();
      size = 0;
      retire(() -> all.forEach(Part::close));
    } finally {
      writing.unlock();
    }
  }
}
