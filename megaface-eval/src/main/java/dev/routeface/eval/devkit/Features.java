package dev.routeface.eval.devkit;

import dev.routeface.eval.features.FloatTable;
import dev.routeface.eval.features.PickedRows;
import dev.routeface.eval.features.UnitRows;
import dev.routeface.eval.rank.Metric;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Rows;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Feature vectors as {@link Similarity} compares them. For the devkit's, each has {@code c(x) = -(x
 * . x)}, which is added to every product: {@code score(x, y) = 2 x . y + (c(x) + c(y)) = -|x -
 * y|^2}. Products are float sums in the order of the dimensions, {@code c} is summed in double and
 * then a float, both as in the devkit; only that it rounds before each addition, and {@link
 * Rows#product} does not.
 */
public final class Features implements Rows {
  private final Rows rows;
  private final Similarity similarity;
  private final float[] offsets;

  private Features(Rows rows, Similarity similarity, float[] offsets) {
    this.rows = rows;
    this.similarity = similarity;
    this.offsets = offsets;
  }

  /**
   * Looks at every row once.
   *
   * @param name of a row, for messages
   * @throws BadDataException if a number is not finite, or so large that its square is not; for
   *     cosines also if a row is zero
   */
  public static Features of(Rows rows, Similarity similarity, IntFunction<String> name) {
    float[] squares = squares(rows);
    for (int row = 0; row < squares.length; row++) {
      if (!Float.isFinite(squares[row])) {
        throw new BadDataException(
            name.apply(row) + ": expected finite numbers, found a vector that is not");
      }
      if (similarity == Similarity.COSINE && squares[row] == 0) {
        throw new BadDataException(
            name.apply(row) + ": expected a vector that has a cosine, found zeros");
      }
    }
    return similarity == Similarity.COSINE
        ? new Features(new UnitRows(rows), similarity, new float[squares.length])
        : with(rows, squares);
  }

  private static float[] squares(Rows rows) {
    float[] squares = new float[rows.size()];
    rows.forEach((index, row) -> squares[index] = (float) square(row));
    return squares;
  }

  private static Features with(Rows rows, float[] squares) {
    float[] offsets = new float[squares.length];
    IntStream.range(0, offsets.length).forEach(row -> offsets[row] = -squares[row]);
    return new Features(rows, Similarity.DEVKIT, offsets);
  }

  private static double square(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Other rows, compared in the same way. */
  Features with(Rows others) {
    return similarity == Similarity.COSINE
        ? new Features(others, similarity, new float[others.size()])
        : with(others, squares(others));
  }

  /** As {@link #write} wrote them. */
  static Features read(SealedBytes form, DataInputStream in) throws IOException {
    Similarity similarity = similarity(form, in.readUTF());
    int size = in.readInt();
    int dimension = in.readInt();
    if (size < 0
        || dimension < 1
        || (long) Math.max(1, size) * dimension > in.available() / Float.BYTES) {
      throw form.wrong(
          "rows of numbers that %d bytes hold".formatted(in.available()),
          "%d rows of %d".formatted(size, dimension));
    }
    return read(in, new FloatTable(size, dimension), similarity);
  }

  private static Similarity similarity(SealedBytes form, String name) {
    return Arrays.stream(Similarity.values())
        .filter(similarity -> similarity.name().equals(name))
        .findFirst()
        .orElseThrow(() -> form.wrong("a similarity", '"' + name + '"'));
  }

  private static Features read(DataInputStream in, FloatTable rows, Similarity similarity)
      throws IOException {
    float[] row = new float[rows.dimension()];
    for (int index = 0; index < rows.size(); index++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = in.readFloat();
      }
      rows.set(index, row);
    }
    return new Features(rows, similarity, new float[rows.size()]).with(rows);
  }

  /** The rows as they are compared. */
  void write(DataOutput out) throws IOException {
    out.writeUTF(similarity.name());
    out.writeInt(size());
    out.writeInt(dimension());
    for (int index = 0; index < size(); index++) {
      for (float value : row(index)) {
        out.writeFloat(value);
      }
    }
  }

  @Override
  public int size() {
    return offsets.length;
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  /** The same rows in the heap: probes are looked at millions of times. */
  public Features inMemory() {
    return new Features(FloatTable.of(rows), similarity, offsets);
  }

  @Override
  public float product(int a, int b) {
    return rows.product(a, b);
  }

  @Override
  public void copy(int index, float[] target, int at) {
    rows.copy(index, target, at);
  }

  /** How these are compared. */
  public Similarity similarity() {
    return similarity;
  }

  /** Some rows in the given order; nothing is copied. */
  public Features select(int[] picked) {
    float[] chosen = new float[picked.length];
    IntStream.range(0, picked.length).forEach(i -> chosen[i] = offsets[picked[i]]);
    return new Features(new PickedRows(rows, picked), similarity, chosen);
  }

  /** The score of two of these rows; symmetric to the bit. */
  public float score(int a, int b) {
    return score(product(a, b), offsets[a], offsets[b]);
  }

  /** How products of these, the probes, with distractors become scores. */
  Metric metric(Features distractors) {
    return similarity == Similarity.COSINE
        ? new Metric.Cosine()
        : new Metric.MinusSquaredDistance(offsets, distractors.offsets);
  }

  private float score(float product, float a, float b) {
    return similarity == Similarity.COSINE ? product : 2 * product + (a + b);
  }
}
