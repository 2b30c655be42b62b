package dev.routeface.sdk.data.pickle;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.pickle.Calls;
import dev.routeface.models.pickle.Unpickler;
import java.util.List;
import java.util.Optional;

/**
 * Pickles of images and flags, as verification sets are kept in. Beside plain data they may ask for
 *
 * <ul>
 *   <li>{@code _codecs.encode} and {@code bytes}: how Python 3 writes bytes for Python 2
 *   <li>NumPy's scalars of type {@code bool} and arrays of type {@code uint8}: flags and encoded
 *       images
 * </ul>
 *
 * <p>Arrays become {@code byte[]}, flags {@code Boolean}; the rest as {@link Unpickler} says.
 */
public final class Pickle {
  /** Python's {@code None}. */
  public static final Object NONE = Unpickler.NONE;

  private Pickle() {}

  /**
   * Reads one value.
   *
   * @param name for messages
   * @throws BadDataException with the offset, if the pickle is cut, damaged, or asks for more than
   *     data
   */
  public static Object load(String name, byte[] pickle) {
    return new Unpickler(name, pickle, new ImageCalls()).next();
  }

  private static final class ImageCalls implements Calls {
    @Override
    public Optional<Object> global(String module, String attribute) {
      return Call.of(module, attribute).map(call -> call);
    }

    @Override
    public Optional<Object> call(Object function, List<?> arguments) {
      return function instanceof Call call ? call.on(arguments) : Optional.empty();
    }

    /** A type's state says byte order and alignment, which single bytes do not have. */
    @Override
    public boolean build(Object value, Object state) {
      return value instanceof NumpyArray.Type
          || (value instanceof NumpyArray array && array.fill(state));
    }

    @Override
    public Object settled(Object value) {
      return value instanceof NumpyArray array && array.content().isPresent()
          ? array.content().get()
          : value;
    }
  }
}
