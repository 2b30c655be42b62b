package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps bounds at hand, in the background: finds directions when the gallery has become twice as
 * large as when they were last found, and projects every full segment that is not projected on
 * them. Until then its rows are compared in full.
 */
final class Upkeep implements Runnable {
  /** Rows of a sample, per dimension. */
  private static final int SAMPLE = 8;

  private final Store store;
  private final Kernel kernel;
  private final Executor background;
  private final long smallest;
  private final AtomicBoolean under = new AtomicBoolean();
  private volatile Optional<Directions> directions = Optional.empty();

  /** Rows when directions were last looked for. */
  private volatile long size;

  /**
   * @param smallest rows below which no bounds are needed
   */
  Upkeep(Store store, Kernel kernel, Executor background, long smallest) {
    this.store = store;
    this.kernel = kernel;
    this.background = background;
    this.smallest = smallest;
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
    return part.full()
        && directions.isPresent()
        && part.leading().map(Leading::directions).filter(directions.get()::equals).isEmpty();
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
      long now = store.size();
      directions = sample().flatMap(Directions::of);
      size = now;
    } else {
      store.parts().stream().filter(this::lacks).findFirst().ifPresent(this::project);
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

  /** Rows drawn by a fixed seed; none where all are gone. */
  private Optional<UnitVectors> sample() {
    return store.read(Upkeep::sample);
  }

  private static Optional<UnitVectors> sample(List<Part> parts) {
    long slots = parts.stream().mapToLong(Part::count).sum();
    if (slots == 0) {
      return Optional.empty();
    }
    int dimension = parts.get(0).segment().dimension();
    long[] drawn =
        Seed.of(1)
            .at("sample")
            .random()
            .longs((long) SAMPLE * dimension, 0, slots)
            .sorted()
            .toArray();
    float[] values = new float[drawn.length * dimension];
    int count = 0;
    float[] row = new float[dimension];
    int n = 0;
    long first = 0;
    for (long slot : drawn) {
      for (; slot - first >= parts.get(n).count(); n++) {
        first += parts.get(n).count();
      }
      Segment segment = parts.get(n).segment();
      segment.read((int) (slot - first), row, 1);
      if (!segment.gone((int) (slot - first))) {
        System.arraycopy(row, 0, values, count++ * dimension, dimension);
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(UnitVectors.of(dimension, Arrays.copyOf(values, count * dimension)));
  }
}
