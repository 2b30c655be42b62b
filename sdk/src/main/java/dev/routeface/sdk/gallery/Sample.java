package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Some rows of a gallery, drawn by a fixed seed. */
final class Sample {
  /** Rows, per dimension. */
  private static final int SIZE = 8;

  private final int dimension;
  private final float[] row;
  private final float[] values;
  private int count;

  private Sample(int dimension, int size) {
    this.dimension = dimension;
    this.row = new float[dimension];
    this.values = new float[Math.multiplyExact(size, dimension)];
  }

  /** Eight rows per dimension, without those that are gone; none where all are gone. */
  static Optional<UnitVectors> of(List<Part> parts) {
    long slots = parts.stream().mapToLong(Part::count).sum();
    if (slots == 0) {
      return Optional.empty();
    }
    int dimension = parts.get(0).segment().dimension();
    Sample sample = new Sample(dimension, SIZE * dimension);
    sample.draw(parts, slots);
    return sample.rows();
  }

  private void draw(List<Part> parts, long slots) {
    long[] drawn =
        Seed.of(1)
            .at("sample")
            .random()
            .longs(values.length / dimension, 0, slots)
            .sorted()
            .toArray();
    int n = 0;
    long first = 0;
    for (long slot : drawn) {
      while (slot - first >= parts.get(n).count()) {
        first += parts.get(n++).count();
      }
      take(parts.get(n).segment(), (int) (slot - first));
    }
  }

  private void take(Segment segment, int slot) {
    segment.read(slot, row, 1);
    if (!segment.gone(slot)) {
      System.arraycopy(row, 0, values, count++ * dimension, dimension);
    }
  }

  private Optional<UnitVectors> rows() {
    return count == 0
        ? Optional.empty()
        : Optional.of(UnitVectors.of(dimension, Arrays.copyOf(values, count * dimension)));
  }
}
