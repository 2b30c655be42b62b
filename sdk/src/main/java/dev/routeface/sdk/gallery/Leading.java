package dev.routeface.sdk.gallery;

import java.util.Arrays;

/**
 * The rows of a full segment along the leading directions, and what these leave of each, by panels:
 * the numbers of some rows in one direction side by side, so that a bound of all of them is made at
 * once.
 */
final class Leading implements AutoCloseable {
  private final Directions directions;
  private final int width;
  private final OffHeap panels;

  private Leading(Directions directions, int width, int rows) {
    this.directions = directions;
    this.width = width;
    int panelsNeeded = (rows + width - 1) / width;
    this.panels = OffHeap.allocate(Math.multiplyExact(panelsNeeded, panelSize()));
  }

  /** Projects all rows of a segment. */
  static Leading of(Kernel kernel, Directions directions, Segment segment) {
    Leading leading = new Leading(directions, kernel.width(), segment.capacity());
    float[] panel = new float[leading.panelSize()];
    float[] row = new float[segment.dimension()];
    float[] numbers = new float[directions.numbers()];
    for (int first = 0; first < segment.capacity(); first += kernel.width()) {
      int some = Math.min(kernel.width(), segment.capacity() - first);
      Arrays.fill(panel, 0);
      for (int i = 0; i < some; i++) {
        segment.read(first + i, row, 1);
        directions.project(kernel, row, numbers);
        for (int k = 0; k < numbers.length; k++) {
          panel[k * kernel.width() + i] = numbers[k];
        }
      }
      leading.panels.write(first * numbers.length, panel, panel.length);
    }
    return leading;
  }

  private int panelSize() {
    return width * directions.numbers();
  }

  Directions directions() {
    return directions;
  }

  long bytes() {
    return (long) panels.size() * Float.BYTES;
  }

  /**
   * Copies some dimensions of a panel.
   *
   * @param slot the first of the panel's rows
   */
  void read(int slot, int dimension, float[] to, int dimensions) {
    panels.read(slot * directions.numbers() + dimension * width, to, dimensions * width);
  }

  /** Overwrites a row. */
  void erase(int slot) {
    int panel = slot / width * panelSize();
    for (int k = 0; k < directions.numbers(); k++) {
      panels.write(panel + k * width + slot % width, 0);
    }
  }

  @Override
  public void close() {
    panels.close();
  }
}
