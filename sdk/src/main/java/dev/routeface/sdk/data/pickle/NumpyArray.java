package dev.routeface.sdk.data.pickle;

import java.util.List;
import java.util.Optional;

/**
 * An array of bytes while it is being read: NumPy makes an empty one first and fills it after. As
 * soon as it is put anywhere it is its bytes, whatever its shape: image files are stored as columns
 * of {@code (n, 1)}.
 */
final class NumpyArray {
  /** The element types that are bytes. */
  enum Type {
    FLAG,
    BYTE
  }

  private Optional<byte[]> content = Optional.empty();

  /** The bytes; empty while the array is not filled. */
  Optional<byte[]> content() {
    return content;
  }

  /**
   * Takes the state {@code (version, shape, type, column-major, bytes)}.
   *
   * @return false if the state is of another form
   */
  boolean fill(Object state) {
    boolean fits =
        state instanceof List<?> parts
            && parts.size() == 5
            && parts.get(2) == Type.BYTE
            && parts.get(4) instanceof byte[];
    if (fits) {
      content = Optional.of((byte[]) ((List<?>) state).get(4));
    }
    return fits;
  }
}
