package dev.routeface.models.weights;

import java.util.List;

/**
 * A named array of 32-bit floats. Two tensors are equal if their names, shapes and bits are: a NaN
 * equals the same NaN, and -0 is not 0.
 *
 * @param name as in a PyTorch state dict: {@code stage1.unit1.conv1.weight}
 * @param shape sizes, each at least 0; none for a single number
 * @param data row-major, as many floats as the sizes' product. Not copied: the caller gives it away
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of every weight at each step would be felt
public record Tensor(String name, List<Integer> shape, float[] data) {
  public Tensor {
    shape = List.copyOf(shape);
    if (name.isEmpty() || elements(shape) != data.length) {
      throw new IllegalArgumentException(
          "expected a name and as many floats as the shape has, found \"%s\", %s and %d floats"
              .formatted(name, shape, data.length));
    }
  }

  /** Product of the sizes; -1 if one is negative or the product above the longest array. */
  public static int elements(List<Integer> shape) {
    long product = 1;
    for (int size : shape) {
      if (size < 0) {
        return -1;
      }
      // Held just above every array's length, so that no number of sizes can overflow it.
      product = Math.min(product * size, 1L << 31);
    }
    return product > Integer.MAX_VALUE ? -1 : (int) product;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && shape.equals(that.shape)
        && sameBits(data, that.data);
  }

  private static boolean sameBits(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  /** Of name and shape: cheap, and tensors that differ in data alone are rarely hashed together. */
  @Override
  public int hashCode() {
    return 31 * name.hashCode() + shape.hashCode();
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
