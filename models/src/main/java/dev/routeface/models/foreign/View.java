package dev.routeface.models.foreign;

import dev.routeface.models.weights.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A tensor as PyTorch pickles it: a way to walk through a storage.
 *
 * @param offset of the first number
 * @param shape sizes
 * @param strides steps in the storage from one index to the next, one for each size
 */
record View(Storage storage, long offset, List<Integer> shape, List<Long> strides) {
  View {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** Empty if it would reach outside its storage. */
  static Optional<View> of(Storage storage, long offset, List<Long> sizes, List<Long> strides) {
    boolean fits =
        offset >= 0 && sizes.size() == strides.size() && sizes.stream().allMatch(View::isSize);
    if (!fits) {
      return Optional.empty();
    }
    View view = new View(storage, offset, sizes.stream().map(Long::intValue).toList(), strides);
    return view.elements() >= 0 && view.staysInside() ? Optional.of(view) : Optional.empty();
  }

  private static boolean isSize(long size) {
    return size >= 0 && size <= Integer.MAX_VALUE;
  }

  /** Numbers of the tensor; -1 for more than an array holds. */
  int elements() {
    return Tensor.elements(shape);
  }

  /** By division: no product can overflow. */
  private boolean staysInside() {
    long room = storage.count() - 1 - offset;
    for (int i = 0; i < shape.size(); i++) {
      long steps = shape.get(i) - 1L;
      long stride = strides.get(i);
      if (stride < 0 || (steps > 0 && stride > Math.max(room, 0) / steps)) {
        return elements() == 0;
      }
      room -= Math.max(steps, 0) * stride;
    }
    return room >= 0 || elements() == 0;
  }

  /** Numbers in row-major order; the storage itself where that is what it holds. */
  float[] read(float[] numbers) {
    int elements = elements();
    if (elements == numbers.length && offset == 0 && rowMajor()) {
      return numbers;
    }
    float[] out = new float[elements];
    int[] index = new int[shape.size()];
    long at = offset;
    for (int i = 0; i < elements; i++) {
      out[i] = numbers[(int) at];
      at += step(index);
    }
    return out;
  }

  private boolean rowMajor() {
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      if (shape.get(i) != 1 && strides.get(i) != stride) {
        return false;
      }
      stride *= shape.get(i);
    }
    return true;
  }

  /** Counts the index up by one, the last place fastest, and says how far that is. */
  private long step(int[] index) {
    long step = 0;
    for (int i = index.length - 1; i >= 0; i--) {
      if (++index[i] < shape.get(i)) {
        return step + strides.get(i);
      }
      step -= (shape.get(i) - 1L) * strides.get(i);
      index[i] = 0;
    }
    return step;
  }
}
