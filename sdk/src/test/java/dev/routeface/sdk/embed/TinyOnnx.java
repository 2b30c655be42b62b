package dev.routeface.sdk.embed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * ONNX files of two nodes, written byte by byte: the mean of each channel, as a vector. Field
 * numbers are those of {@code onnx.proto3}.
 */
public final class TinyOnnx {
  private TinyOnnx() {}

  /**
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

  private static byte[] node(String operator, String input, String output) {
    return all(field(1, text(input)), field(2, text(output)), field(4, text(operator)));
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
