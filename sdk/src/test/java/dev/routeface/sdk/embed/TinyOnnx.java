package dev.routeface.sdk.embed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * ONNX files of a few nodes, written byte by byte. Field numbers are those of {@code onnx.proto3}.
 */
public final class TinyOnnx {
  private TinyOnnx() {}

  /**
   * Mean of each channel, as a vector.
   *
   * @param shape of the input; 0 for a size that is free
   */
  public static byte[] meanOfChannels(int... shape) {
    byte[] graph =
        all(
            field(1, node("GlobalAveragePool", "images", "means")),
            field(1, node("Flatten", "means", "embedding")),
            field(2, text("tiny")),
            field(11, value("images", shape)),
            field(12, value("embedding", 0, 0)));
    byte[] opset = field(8, number(2, 13));
    return all(number(1, 8), opset, field(7, graph));
  }

  /** Mean of each channel, as maps of one pixel; its output says no shape. */
  static byte[] maps() {
    byte[] graph =
        all(
            field(1, node("GlobalAveragePool", "images", "means")),
            field(2, text("tiny")),
            field(11, value("images", 0, 3, 8, 8)),
            field(12, field(1, text("means"))));
    return all(number(1, 8), field(8, number(2, 13)), field(7, graph));
  }

  /**
   * The network of {@link TinyNetwork}.
   *
   * @param weight (4, 3, 3, 3)
   * @param slope (4)
   */
  static byte[] network(float[] weight, float[] slope) {
    byte[] strides = ints("strides", 2, 2);
    byte[] pads = ints("pads", 1, 1, 1, 1);
    byte[] graph =
        all(
            field(1, all(node("Conv", "images", "w", "maps"), field(5, strides), field(5, pads))),
            field(1, node("PRelu", "maps", "a", "bent")),
            field(1, node("GlobalAveragePool", "bent", "means")),
            field(1, node("Flatten", "means", "embedding")),
            field(2, text("tiny")),
            field(5, tensor("w", weight, 4, 3, 3, 3)),
            field(5, tensor("a", slope, 4, 1, 1)),
            field(11, value("images", 0, 3, 8, 8)),
            field(12, value("embedding", 0, 0)));
    return all(number(1, 8), field(8, number(2, 13)), field(7, graph));
  }

  /** Inputs, then the output. */
  private static byte[] node(String operator, String... names) {
    byte[][] parts = new byte[names.length + 1][];
    for (int i = 0; i < names.length; i++) {
      parts[i] = field(i < names.length - 1 ? 1 : 2, text(names[i]));
    }
    parts[names.length] = field(4, text(operator));
    return all(parts);
  }

  private static byte[] ints(String name, int... values) {
    byte[][] parts = new byte[values.length + 2][];
    parts[0] = field(1, text(name));
    for (int i = 0; i < values.length; i++) {
      parts[i + 1] = number(8, values[i]);
    }
    parts[values.length + 1] = new byte[] {(byte) 0xa0, 1, 7}; // type (20): INTS
    return all(parts);
  }

  private static byte[] tensor(String name, float[] values, int... shape) {
    byte[][] sizes = new byte[shape.length][];
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = number(1, shape[i]);
    }
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return all(all(sizes), number(2, 1), field(8, text(name)), field(9, raw.array()));
  }

  private static byte[] value(String name, int... shape) {
    byte[][] dimensions = new byte[shape.length][];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = field(1, shape[i] == 0 ? field(2, text("d" + i)) : number(1, shape[i]));
    }
    byte[] floats = all(number(1, 1), field(2, all(dimensions)));
    return all(field(1, text(name)), field(2, field(1, floats)));
  }

  /** A field with a length in front; all lengths here are below 2^14. */
  private static byte[] field(int number, byte[] content) {
    byte low = (byte) (content.length & 0x7f | 0x80);
    byte high = (byte) (content.length >> 7);
    return all(new byte[] {(byte) (number << 3 | 2), low, high}, content);
  }

  private static byte[] number(int number, int value) {
    return new byte[] {(byte) (number << 3), (byte) (value & 0x7f | 0x80), (byte) (value >> 7)};
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] all(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
