package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.audit.CanonicalForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and their values as bytes, in the canonical form, and back. */
final class Texts {
  private Texts() {}

  static List<String> list(Map<String, String> values) {
    List<String> texts = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> texts.addAll(List.of(name, value)));
    return texts;
  }

  static byte[] bytes(Map<String, String> values) {
    return CanonicalForm.of(list(values));
  }

  static Map<String, String> map(ByteBuffer bytes) {
    Map<String, String> values = new TreeMap<>();
    while (bytes.hasRemaining()) {
      values.put(text(bytes), text(bytes));
    }
    return values;
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
