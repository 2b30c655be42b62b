package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.UnitVectors;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Keeps bounds at hand, in the background: finds directions when the gallery has become twice as
 * large as when they were last found, and projects every full segment that is not projected on
 * them. Until then its rows are compared in full.
 */
final class Upkeep implements Runnable {
  private final Store store;
  private final Kernel kernel = Kernel.here();
  private final Executor background;
  private final long smallest;
  private final Finder finder;
  private final AtomicBoolean under = new AtomicBoolean();
  private volatile Optional<Directions> directions = Optional.empty();

  /** Rows when directions were last looked for. */
  private volatile long size;

  /** Finds directions for rows like these; none where bounds do not pay. */
  @FunctionalInterface
  interface Finder extends Function<UnitVectors, Optional<Directions>> {}

  /**
   * @param smallest rows below which no bounds are needed
   */
  Upkeep(Store store, Executor background, long smallest, Finder finder) {
    this.store = store;
    this.background = background;
    this.smallest = smallest;
    this.finder = finder;
  }

  int directions() {
    return directions.map(Directions::count).orElse(0);
  }

  /** After rows were added or removed. */
  void check() {
    if (due() && under.compareAndSet(false, true)) {
      background.execute(this);
    }
  }

  private boolean due() {
    return outgrown() || store.parts().stream().anyMatch(this::lacks);
  }

  private boolean outgrown() {
    return store.size() >= smallest && store.size() >= 2 * size;
  }

  private boolean lacks(Part part) {
    Optional<Directions> now = directions;
    return part.full() && now.isPresent() && !part.leading().map(Leading::directions).equals(now);
  }

  @Override
  public void run() {
    try {
      while (due()) {
        step();
      }
    } finally {
      under.set(false);
    }
    check();
  }

  private void step() {
    if (outgrown()) {
      size = store.size();
      directions = store.read(Sample::of).flatMap(finder);
    } else {
      store.parts().stream().filter(this::lacks).findFirst().ifPresent(this::projectIfRoom);
    }
  }

  /**
   * Bounds only make searches fast: where there is no room for them, the next doubling may tell.
   */
  private void projectIfRoom(Part part) {
    try {
      project(part);
    } catch (MemoryFullException e) {
      directions = Optional.empty();
      size = store.size();
    }
  }

  private void project(Part part) {
    Directions along = directions.orElseThrow();
    store
        .read(
            parts ->
                parts.contains(part)
                    ? Optional.of(Leading.of(kernel, along, part.segment()))
                    : Optional.<Leading>empty())
        .ifPresent(leading -> store.install(part.segment(), leading));
  }
}
