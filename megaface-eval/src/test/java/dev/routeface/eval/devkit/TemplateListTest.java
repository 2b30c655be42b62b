package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateListTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("list.json"), text);
  }

  @Test
  void idsAreTextsOrNumbers() throws IOException {
    assertEquals(
        new TemplateList(List.of("a/1.png", "b/2.png"), Optional.of(List.of("Ann", "7"))),
        TemplateList.probes(file("{\"id\": [\"Ann\", 7], \"path\": [\"a/1.png\", \"b/2.png\"]}")));
  }

  @Test
  void comesBackFromItsFile() {
    TemplateList list = new TemplateList(List.of("x/ü.jpg"), Optional.empty());
    list.write(folder.resolve("written.json"));
    assertEquals(list, TemplateList.read(folder.resolve("written.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"path\": []}|expected a list of texts in \"path\", found an empty list",
        "{\"id\": [\"a\"]}|expected a list of texts in \"path\", found nothing",
        "{\"path\": [1.5]}|expected texts in \"path\", found 1.5",
        "{\"path\": [\"a\", \"a\"]}|expected every path once, found twice a",
        "{\"path\": [\"a\", \"b\"], \"id\": [\"x\"]}|expected as many ids as paths, found 1 and 2",
        "[]|expected a JSON object, found something else",
        "{\"path\": [\"a\"]}|expected a list with \"id\", found none"
      })
  void saysWhatIsWrong(String text, String expected) throws IOException {
    Path file = file(text);
    assertEquals(
        file + ": " + expected,
        assertThrows(BadDataException.class, () -> TemplateList.probes(file)).getMessage());
  }

  /** The digest by another program: {@code printf 'a\nb\n\nx\ny\n' | sha256sum}. */
  @Test
  void digestsPathsAndIds() {
    TemplateList list = new TemplateList(List.of("a", "b"), Optional.of(List.of("x", "y")));
    assertEquals("430eb95ff5c560cb732451e03491ca7d9f22d6f4f47276ff96f9ffc824a59176", list.digest());
    assertEquals(
        "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2",
        new TemplateList(List.of("a", "b"), Optional.empty()).digest());
  }
}
