package dev.routeface.sdk.gallery;

import java.util.Optional;

/**
 * What a search sees of a segment.
 *
 * @param count rows that are written
 * @param leading what bounds on these rows are made of; empty where there is none yet
 */
record Part(Segment segment, int count, Optional<Leading> leading) implements AutoCloseable {
  boolean full() {
    return count == segment.capacity();
  }

  Part filled(int count) {
    return new Part(segment, count, leading);
  }

  Part with(Leading leading) {
    return new Part(segment, count, Optional.of(leading));
  }

  long bytes() {
    return segment.bytes() + leading.map(Leading::bytes).orElse(0L);
  }

  @Override
  public void close() {
    segment.close();
    leading.ifPresent(Leading::close);
  }
}
