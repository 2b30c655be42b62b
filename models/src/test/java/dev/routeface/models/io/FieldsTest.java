package dev.routeface.models.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldsTest {
  @TempDir Path folder;

  @Test
  void readsEveryKindOfValue() {
    Fields fields =
        json(
            """
            {"text": "é", "choice": "b", "flag": true, "number": 0.25, "integer": -3,
             "long": 9007199254740993, "numbers": [1, 2.5], "integers": [1, 2], "texts": ["x"],
             "object": {"inner": 1}, "objects": [{"inner": 2}, {"inner": 3}]}
            """);
    assertEquals("é", fields.text("text"));
    assertEquals("b", fields.choice("choice", "a", "b"));
    assertTrue(fields.flag("flag"));
    assertEquals(0.25, fields.number("number", 0, 1));
    assertEquals(-3, fields.integer("integer", -3, 3));
    assertEquals(9007199254740993L, fields.wholeLong("long", 0, Long.MAX_VALUE));
    assertArrayEquals(new double[] {1, 2.5}, fields.numbers("numbers", 2, 0, 3));
    assertEquals(List.of(1, 2), fields.integers("integers", 0, 9));
    assertEquals(List.of("x"), fields.texts("texts"));
    assertEquals(1, fields.object("object", FieldsTest::inner));
    assertEquals(List.of(2, 3), fields.objects("objects", FieldsTest::inner));
    assertFalse(fields.has("absent"));
  }

  @Test
  void refusesAKeyNobodyAskedForAndListsTheKnownOnes() {
    refuses(
        "r.json at $.c: unknown key; known here: b, a",
        "{\"a\": 1, \"c\": 2}",
        fields -> fields.has("b") ? 0 : fields.integer("a", 0, 9));
  }

  @Test
  void refusesAnUnknownKeyInANestedObject() {
    refuses(
        "r.json at $.list[1].extra: unknown key; known here: inner",
        "{\"list\": [{\"inner\": 1}, {\"inner\": 2, \"extra\": 0}]}",
        fields -> fields.objects("list", FieldsTest::inner));
  }

  @Test
  void namesThePathOfAMissingKey() {
    refuses(
        "r.json at $.outer.inner: missing key",
        "{\"outer\": {}}",
        fields -> fields.object("outer", FieldsTest::inner));
  }

  @Test
  void namesAKeyThatMayBeMeantForTheMissingOne() {
    refuses(
        "r.json at $.outer: unknown key inners; is \"inner\" meant?",
        "{\"outer\": {\"inners\": 1}}",
        fields -> fields.object("outer", FieldsTest::inner));
  }

  @Test
  void saysWhereAFileWasCut() {
    refuses(
        "r.json at line 1: expected JSON, found Unexpected end-of-input: expected close marker for"
            + " Object",
        "{\"a\": 1",
        fields -> fields.integer("a", 0, 9));
  }

  @Test
  void refusesNullWhereAValueBelongs() {
    refuses(
        "r.json at $.a: expected a text, found null", "{\"a\": null}", fields -> fields.text("a"));
  }

  @Test
  void refusesValuesOfAnotherKind() {
    refuses("r.json at $.a: expected a text, found 1", "{\"a\": 1}", fields -> fields.text("a"));
    refuses(
        "r.json at $.a: expected true or false, found \"true\"",
        "{\"a\": \"true\"}",
        fields -> fields.flag("a"));
    refuses(
        "r.json at $.a: expected a number from 0 to 1.5, found \"1\"",
        "{\"a\": \"1\"}",
        fields -> fields.number("a", 0, 1.5));
    refuses(
        "r.json at $.a: expected a whole number from 0 to 9, found 1.0",
        "{\"a\": 1.0}",
        fields -> fields.integer("a", 0, 9));
    refuses("r.json at $.a: expected a list, found {}", "{\"a\": {}}", fields -> fields.texts("a"));
    refuses(
        "r.json at $.a: expected an object, found []",
        "{\"a\": []}",
        fields -> fields.object("a", FieldsTest::inner));
    refuses(
        "r.json at $.a[1]: expected a text, found 2",
        "{\"a\": [\"x\", 2]}",
        fields -> fields.texts("a"));
    refuses("r.json at $: expected an object, found [1]", "[1]", fields -> 0);
  }

  @Test
  void refusesNumbersOutOfRange() {
    refuses(
        "r.json at $.a: expected a number from 0 to 1, found 1.5",
        "{\"a\": 1.5}",
        fields -> fields.number("a", 0, 1));
    refuses(
        "r.json at $.a: expected a number from 0 to 1, found \"Infinity\"",
        "{\"a\": 1e999}",
        fields -> fields.number("a", 0, 1));
    refuses(
        "r.json at $.a: expected a whole number from 1 to 9, found 0",
        "{\"a\": 0}",
        fields -> fields.integer("a", 1, 9));
    refuses(
        "r.json at $.a: expected a whole number from 0 to 9, found 4294967297",
        "{\"a\": 4294967297}",
        fields -> fields.integer("a", 0, 9));
    refuses(
        "r.json at $.a: expected a whole number from 0 to 9, found 18446744073709551617",
        "{\"a\": 18446744073709551617}",
        fields -> fields.wholeLong("a", 0, 9));
    refuses(
        "r.json at $.a[1]: expected a number from 0 to 1, found 2",
        "{\"a\": [1, 2]}",
        fields -> fields.numbers("a", 2, 0, 1));
    refuses(
        "r.json at $.a[0]: expected a whole number from 0 to 1, found -1",
        "{\"a\": [-1]}",
        fields -> fields.integers("a", 0, 1));
  }

  @Test
  void refusesListsOfAnotherLength() {
    refuses(
        "r.json at $.a: expected 3 numbers, found 1",
        "{\"a\": [1]}",
        fields -> fields.numbers("a", 3, 0, 1));
  }

  @Test
  void refusesTextsThatAreNotAmongTheChoices() {
    refuses(
        "r.json at $.a: expected one of RGB, BGR, found \"rgb\"",
        "{\"a\": \"rgb\"}",
        fields -> fields.choice("a", "RGB", "BGR"));
  }

  @Test
  void refusesTextsThatDoNotMatch() {
    refuses(
        "r.json at $.a: expected 64 lower-case hexadecimal digits, found \"E3B0\"",
        "{\"a\": \"E3B0\"}",
        fields -> fields.sha256("a"));
    assertEquals("ab", json("{\"a\": \"ab\"}").matching("a", "[ab]*", "letters"));
  }

  @Test
  void shortensLongValuesInMessages() {
    refuses(
        "r.json at $.a: expected true or false, found \"" + "x".repeat(56) + "...",
        "{\"a\": \"" + "x".repeat(100) + "\"}",
        fields -> fields.flag("a"));
  }

  @Test
  void refusesTheSameKeyTwice() {
    refuses(
        "r.json at line 2: expected JSON, found Duplicate field 'a'",
        "{\"a\": 1,\n\"a\": 1}",
        fields -> fields.integer("a", 0, 9));
  }

  @Test
  void refusesTextAfterTheObject() {
    BadRecipeException e = assertThrows(BadRecipeException.class, () -> json("{} {}"));
    assertTrue(e.getMessage().startsWith("r.json at line 1: expected JSON, found "), e::getMessage);
  }

  @Test
  void refusesTextThatEndsEarly() {
    BadRecipeException e = assertThrows(BadRecipeException.class, () -> json("{\"a\": [1,"));
    assertTrue(e.getMessage().startsWith("r.json at line 1: expected JSON, found "), e::getMessage);
  }

  @Test
  void namesAFileThatIsMissing() {
    Path file = folder.resolve("missing.json");
    BadRecipeException e = assertThrows(BadRecipeException.class, () -> Fields.open(file));
    assertEquals(file + ": expected a readable JSON file, found no such file", e.getMessage());
  }

  @Test
  void namesTheFileInWhichAValueIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("r.json"), "{\"a\": 1}");
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class, () -> Fields.open(file).read(fields -> fields.flag("a")));
    assertEquals(file + " at $.a: expected true or false, found 1", e.getMessage());
  }

  @Test
  void callersRefuseWellFormedValuesInTheSameWords() {
    assertEquals(
        "r.json at $.size: expected a multiple of 16, found 100",
        json("{}").refuse("size", "a multiple of 16", 100).getMessage());
  }

  @Test
  void namesTheOptionalKeyThatMayBeMeant() {
    refuses(
        "r.json at $.inflight: unknown key; is \"in_flight\" meant?; known here: in_flight, port",
        "{\"inflight\": 1}",
        fields -> fields.has("in_flight") || fields.has("port"));
    refuses(
        "r.json at $.prot: unknown key; is \"port\" meant?; known here: port",
        "{\"prot\": 1}",
        fields -> fields.has("port"));
    refuses(
        "r.json at $.ports: unknown key; known here: port",
        "{\"ports\": 1, \"port\": 2}",
        fields -> fields.integer("port", 0, 9));
  }

  @Test
  void bytesAreBase64InText() {
    Fields fields = json("{\"one\": \"AQID\", \"many\": [\"AQ==\", \"Ag==\"]}");
    assertArrayEquals(new byte[] {1, 2, 3}, fields.bytes("one"));
    assertArrayEquals(new byte[] {1, 2, 3}, fields.bytesList("one").get(0));
    assertArrayEquals(new byte[] {2}, fields.bytesList("many").get(1));
    refuses(
        "r.json at $.a[1]: expected base64, found a text that is none",
        "{\"a\": [\"AQ==\", \"%\"]}",
        broken -> broken.bytesList("a"));
    refuses("r.json at $.a: expected base64, found 3", "{\"a\": 3}", broken -> broken.bytes("a"));
  }

  @Test
  void floatsAreAListOrBase64LeastByteFirst() {
    // 1.5f is 3FC00000, -2f is C0000000.
    Fields fields = json("{\"list\": [1.5, -2], \"text\": \"AADAPwAAAMA=\"}");
    assertArrayEquals(new float[] {1.5f, -2}, fields.floats("list", 2));
    assertArrayEquals(new float[] {1.5f, -2}, fields.floats("text", 2));
    refuses(
        "r.json at $.a: expected 1 to 2 numbers, found 3",
        "{\"a\": [1, 2, 3]}",
        broken -> broken.floats("a", 2));
    refuses(
        "r.json at $.a: expected finite numbers, found NaN",
        "{\"a\": \"AADAfw==\"}",
        broken -> broken.floats("a", 2));
    refuses(
        "r.json at $.a: expected floats of four bytes, found 3 bytes",
        "{\"a\": \"AQID\"}",
        broken -> broken.floats("a", 2));
  }

  @Test
  void textOfAnObjectParsesBackToIt() {
    var object = Fields.object().put("a", 1);
    assertEquals("{\n  \"a\" : 1\n}\n", Fields.text(object));
    assertEquals(1, json(Fields.text(object)).integer("a", 0, 1));
  }

  private static int inner(Fields fields) {
    return fields.integer("inner", 0, 9);
  }

  private static Fields json(String text) {
    return Fields.parse("r.json", text);
  }

  private static void refuses(String message, String text, Function<Fields, ?> reader) {
    BadRecipeException e = assertThrows(BadRecipeException.class, () -> json(text).read(reader));
    assertEquals(message, e.getMessage());
  }
}
