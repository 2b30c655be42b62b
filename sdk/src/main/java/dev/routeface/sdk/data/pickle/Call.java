package dev.routeface.sdk.data.pickle;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The calls that a pickle of data may make. Each is done here, by us; nothing is looked up. */
enum Call {
  /** {@code _codecs.encode(text, 'latin1')}: bytes, one per character. */
  ENCODE,
  /** {@code bytes()}: no bytes. */
  BYTES,
  /** {@code numpy.dtype('b1', ...)} and {@code 'u1'}: the types of flags and of bytes. */
  DTYPE,
  /** {@code numpy.core.multiarray.scalar(type, bytes)}: a flag. */
  SCALAR,
  /** {@code numpy.ndarray}: named, never called. */
  NDARRAY,
  /** {@code numpy.core.multiarray._reconstruct(ndarray, ...)}: an array, still empty. */
  RECONSTRUCT;

  /** The call of that name; empty if it is none of ours. */
  static Optional<Call> of(String module, String attribute) {
    return Optional.ofNullable(
        switch (module + "." + attribute) {
          case "_codecs.encode" -> ENCODE;
          case "__builtin__.bytes", "builtins.bytes" -> BYTES;
          case "numpy.dtype" -> DTYPE;
          case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> SCALAR;
          case "numpy.ndarray" -> NDARRAY;
          case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
              RECONSTRUCT;
          default -> null;
        });
  }

  /** The result; empty if these arguments are not what the call takes here. */
  Optional<Object> on(List<?> arguments) {
    return switch (this) {
      case ENCODE -> encode(arguments);
      case BYTES -> arguments.isEmpty() ? Optional.of(new byte[0]) : Optional.empty();
      case DTYPE -> type(arguments);
      case SCALAR -> scalar(arguments);
      case NDARRAY -> Optional.empty();
      case RECONSTRUCT ->
          arguments.indexOf(NDARRAY) == 0 ? Optional.of(new NumpyArray()) : Optional.empty();
    };
  }

  private static Optional<Object> encode(List<?> arguments) {
    boolean known =
        arguments.size() == 2
            && arguments.get(0) instanceof String
            && (text(arguments.get(1)).equals("latin1")
                || text(arguments.get(1)).equals("latin-1"));
    return known
        ? Optional.of(((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  private static Optional<Object> type(List<?> arguments) {
    String name = arguments.isEmpty() ? "" : text(arguments.get(0));
    return Optional.ofNullable(
        switch (name) {
          case "b1" -> NumpyArray.Type.FLAG;
          case "u1" -> NumpyArray.Type.BYTE;
          default -> null;
        });
  }

  private static Optional<Object> scalar(List<?> arguments) {
    return arguments.size() == 2
            && arguments.get(0) == NumpyArray.Type.FLAG
            && arguments.get(1) instanceof byte[] bytes
            && bytes.length == 1
        ? Optional.of(bytes[0] != 0)
        : Optional.empty();
  }

  /**
   * Python 2 writes texts as bytes. What is neither is none of ours: lists that hold each other
   * have no end as a text.
   */
  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : value instanceof String text ? text : "";
  }
}
