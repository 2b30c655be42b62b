package dev.routeface.eval.features;

import dev.routeface.sdk.math.Rows;

/** Rows in memory, more than one array can hold. */
public final class FloatTable implements Rows {
  /** Floats per array, at most. */
  private static final int CHUNK = 1 << 24;

  private final int size;
  private final int dimension;
  private final int rowsPerChunk;
  private final float[][] chunks;

  /** Rows of zeros. */
  public FloatTable(int size, int dimension) {
    this.size = size;
    this.dimension = dimension;
    this.rowsPerChunk = Math.max(1, CHUNK / dimension);
    this.chunks = new float[(size + rowsPerChunk - 1) / rowsPerChunk][];
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      chunks[chunk] = new float[Math.min(rowsPerChunk, size - chunk * rowsPerChunk) * dimension];
    }
  }

  /** Copies all rows of others. */
  public static FloatTable of(Rows rows) {
    FloatTable table = new FloatTable(rows.size(), rows.dimension());
    rows.forEach(table::set);
    return table;
  }

  /** Copies some rows of one length. */
  public static FloatTable of(float[]... rows) {
    FloatTable table = new FloatTable(rows.length, rows[0].length);
    for (int row = 0; row < rows.length; row++) {
      table.set(row, rows[row]);
    }
    return table;
  }

  /** Different rows may be set by different threads at a time. */
  public void set(int row, float[] vector) {
    System.arraycopy(vector, 0, chunks[row / rowsPerChunk], at(row), dimension);
  }

  private int at(int row) {
    return row % rowsPerChunk * dimension;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** The same sum without copies of the rows. */
  @Override
  public float product(int a, int b) {
    float[] left = chunks[a / rowsPerChunk];
    float[] right = chunks[b / rowsPerChunk];
    int atLeft = at(a);
    int atRight = at(b);
    float sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum = Math.fma(left[atLeft + k], right[atRight + k], sum);
    }
    return sum;
  }

  @Override
  public void copy(int index, float[] target, int at) {
    System.arraycopy(chunks[index / rowsPerChunk], at(index), target, at, dimension);
  }
}
