package dev.routeface.models.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One JSON object, read strictly: every key is asked for by name, {@link #end} refuses the keys
 * nobody asked for, and each error names the file and the path in it.
 *
 * <p>Reading by hand rather than by reflection keeps one readable {@code switch} per sealed family
 * and makes the messages ours: {@code recipe.json at $.optimizer.momentum: expected a number from 0
 * to 1, found 1.5}.
 */
public final class Fields {
  /** The project's one JSON mapper: duplicate keys and trailing text are errors. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final Base64.Decoder BASE64 = Base64.getDecoder();

  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();

  private Fields(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw wrong(path, "an object", shown(node));
    }
  }

  /** Opens a file whose content is one JSON object. */
  public static Fields open(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new BadRecipeException(
          file + ": expected a readable JSON file, found " + Reason.of(e), e);
    }
  }

  /** Parses text; {@code name} stands for the file in messages. */
  public static Fields parse(String name, String text) {
    try {
      return of(name, MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new BadRecipeException(name + at + ": expected JSON, found " + Reason.of(e), e);
    }
  }

  /** Wraps an already parsed object. */
  public static Fields of(String name, JsonNode node) {
    return new Fields(name, "$", node);
  }

  /** An empty object to write to. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Indented JSON text with a closing newline. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean has(String key) {
    asked.add(key);
    return node.has(key);
  }

  public String text(String key) {
    return textIn(need(key), at(key));
  }

  /**
   * Refuses half a character, as JSON's escapes can write it: it would be another one once it is
   * stored.
   */
  public void requireUnicode(String key, String text) {
    unicode(text, at(key));
  }

  private String textIn(JsonNode value, String where) {
    if (!value.isTextual()) {
      throw wrong(where, "a text", shown(value));
    }
    return unicode(value.textValue(), where);
  }

  private String unicode(String text, String where) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw wrong(where, "Unicode", "half a character");
    }
    return text;
  }

  /** A text that must be one of {@code choices}. */
  public String choice(String key, String... choices) {
    String value = text(key);
    if (!List.of(choices).contains(value)) {
      throw wrong(at(key), "one of " + String.join(", ", choices), '"' + value + '"');
    }
    return value;
  }

  /** A SHA-256 digest in the form of {@link Sha256}. */
  public String sha256(String key) {
    return matching(key, "[0-9a-f]{64}", "64 lower-case hexadecimal digits");
  }

  /** A text that the whole of {@code pattern} matches; {@code expected} says so in words. */
  public String matching(String key, String pattern, String expected) {
    String value = text(key);
    if (!value.matches(pattern)) {
      throw wrong(at(key), expected, '"' + value + '"');
    }
    return value;
  }

  /** Bytes: base64 in a JSON file, or as they are in a tree that was made of something else. */
  public byte[] bytes(String key) {
    return bytesOf(need(key), at(key));
  }

  /** One or many of {@link #bytes}: a single value stands for a list of one. */
  public List<byte[]> bytesList(String key) {
    JsonNode value = need(key);
    if (!value.isArray()) {
      return List.of(bytes(key));
    }
    return each(key, this::bytesOf);
  }

  /**
   * Finite numbers: a list, or base64 of floats, four bytes each, the least first.
   *
   * @param most how many there may be; there is at least one
   */
  public float[] floats(String key, int most) {
    JsonNode value = need(key);
    float[] floats = value.isArray() ? listed(key, most) : floatsOf(bytes(key), at(key));
    if (floats.length < 1 || floats.length > most) {
      throw wrong(at(key), "1 to " + most + " numbers", String.valueOf(floats.length));
    }
    for (float one : floats) {
      if (!Float.isFinite(one)) {
        throw wrong(at(key), "finite numbers", String.valueOf(one));
      }
    }
    return floats;
  }

  private float[] listed(String key, int most) {
    JsonNode array = array(key);
    float[] floats = new float[Math.min(array.size(), most + 1)];
    for (int i = 0; i < floats.length; i++) {
      String where = at(key) + "[" + i + "]";
      floats[i] = (float) numberIn(array.get(i), where, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
    return floats;
  }

  private float[] floatsOf(byte[] bytes, String where) {
    if (bytes.length % Float.BYTES != 0) {
      throw wrong(where, "floats of four bytes", bytes.length + " bytes");
    }
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private byte[] bytesOf(JsonNode value, String where) {
    try {
      if (value.isTextual() || value.isBinary()) {
        return value.isBinary() ? value.binaryValue() : BASE64.decode(value.textValue());
      }
    } catch (IllegalArgumentException e) {
      throw wrong(where, "base64", "a text that is none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw wrong(where, "base64", shown(value));
  }

  public boolean flag(String key) {
    JsonNode value = need(key);
    if (!value.isBoolean()) {
      throw wrong(at(key), "true or false", shown(value));
    }
    return value.booleanValue();
  }

  /** A finite number in {@code [low, high]}. */
  public double number(String key, double low, double high) {
    return numberIn(need(key), at(key), low, high);
  }

  /** A whole number in {@code [low, high]}. */
  public int integer(String key, int low, int high) {
    return integerIn(need(key), at(key), low, high);
  }

  public long wholeLong(String key, long low, long high) {
    JsonNode value = need(key);
    // An integer beyond 64 bits would wrap around in longValue().
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    if (!fits || value.longValue() < low || value.longValue() > high) {
      throw wrong(at(key), "a whole number from " + low + " to " + high, shown(value));
    }
    return value.longValue();
  }

  public double[] numbers(String key, int count, double low, double high) {
    JsonNode array = array(key);
    if (array.size() != count) {
      throw wrong(at(key), count + " numbers", String.valueOf(array.size()));
    }
    return numbers(key, low, high).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Any number of finite numbers in {@code [low, high]}. */
  public List<Double> numbers(String key, double low, double high) {
    return each(key, (item, where) -> numberIn(item, where, low, high));
  }

  public List<Integer> integers(String key, int low, int high) {
    return each(key, (item, where) -> integerIn(item, where, low, high));
  }

  public List<String> texts(String key) {
    return each(key, this::textIn);
  }

  /** A nested object, read whole: keys that {@code reader} did not ask for are refused. */
  public <T> T object(String key, Function<Fields, T> reader) {
    return read(new Fields(file, at(key), need(key)), reader);
  }

  /** A list of nested objects. */
  public <T> List<T> objects(String key, Function<Fields, T> reader) {
    return each(key, (item, where) -> read(new Fields(file, where, item), reader));
  }

  /** Reads this object whole with {@code reader}, then refuses what was left over. */
  public <T> T read(Function<Fields, T> reader) {
    return read(this, reader);
  }

  /** An object whose keys are data, as it is. */
  public ObjectNode free(String key) {
    if (need(key) instanceof ObjectNode free) {
      return free;
    }
    throw wrong(at(key), "an object", shown(need(key)));
  }

  /** A value whose form is data, as it is. */
  public JsonNode node(String key) {
    return need(key);
  }

  /** Names of all keys, for objects whose keys are data. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The error for a value that is well-formed but does not fit. */
  public BadRecipeException refuse(String key, String expected, Object found) {
    return wrong(at(key), expected, String.valueOf(found));
  }

  private static <T> T read(Fields fields, Function<Fields, T> reader) {
    T value = reader.apply(fields);
    fields.end();
    return value;
  }

  private void end() {
    for (String key : keys()) {
      if (!asked.contains(key)) {
        throw new BadRecipeException(
            "%s at %s: unknown key%s; known here: %s"
                .formatted(file, at(key), suggestion(key), String.join(", ", asked)));
      }
    }
  }

  private String suggestion(String key) {
    List<String> absent = asked.stream().filter(known -> !node.has(known)).toList();
    return Spelling.nearest(key, absent).map(near -> "; is \"" + near + "\" meant?").orElse("");
  }

  private JsonNode need(String key) {
    asked.add(key);
    JsonNode value = node.get(key);
    if (value == null) {
      throw misspelt(key)
          .orElseGet(() -> new BadRecipeException(file + " at " + at(key) + ": missing key"));
    }
    return value;
  }

  /** A key that nobody asked for may be the missing one. */
  private Optional<BadRecipeException> misspelt(String key) {
    return keys().stream()
        .filter(found -> !asked.contains(found))
        .filter(found -> Spelling.startsAlike(found, key))
        .findFirst()
        .map(
            found ->
                new BadRecipeException(
                    "%s at %s: unknown key %s; is \"%s\" meant?"
                        .formatted(file, path, found, key)));
  }

  private <T> List<T> each(String key, BiFunction<JsonNode, String, T> reader) {
    List<T> values = new ArrayList<>();
    for (JsonNode item : array(key)) {
      values.add(reader.apply(item, at(key) + "[" + values.size() + "]"));
    }
    return List.copyOf(values);
  }

  private JsonNode array(String key) {
    JsonNode value = need(key);
    if (!value.isArray()) {
      throw wrong(at(key), "a list", shown(value));
    }
    return value;
  }

  private double numberIn(JsonNode value, String where, double low, double high) {
    if (!value.isNumber() || !(value.doubleValue() >= low && value.doubleValue() <= high)) {
      throw wrong(where, "a number from " + plain(low) + " to " + plain(high), shown(value));
    }
    return value.doubleValue();
  }

  private int integerIn(JsonNode value, String where, int low, int high) {
    if (!value.isInt() || value.intValue() < low || value.intValue() > high) {
      throw wrong(where, "a whole number from " + low + " to " + high, shown(value));
    }
    return value.intValue();
  }

  private String at(String key) {
    return path + "." + key;
  }

  private BadRecipeException wrong(String where, String expected, String found) {
    return new BadRecipeException(
        file + " at " + where + ": expected " + expected + ", found " + found);
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
