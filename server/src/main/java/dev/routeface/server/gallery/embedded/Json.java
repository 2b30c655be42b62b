package dev.routeface.server.gallery.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists and maps of texts in a column; an {@link IllegalArgumentException} if they are not. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String of(Collection<String> texts) {
    return written(texts);
  }

  static String of(Map<String, String> texts) {
    return written(new TreeMap<>(texts));
  }

  static List<String> list(String json) {
    return read(json, new TypeReference<>() {});
  }

  static Map<String, String> map(String json) {
    return read(json, new TypeReference<>() {});
  }

  private static String written(Object texts) {
    try {
      return MAPPER.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new AssertionError("texts can be written", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected JSON, found " + json.length() + " characters", e);
    }
  }
}
