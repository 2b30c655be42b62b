package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures in the docs are excerpts of committed reports, and links lead somewhere. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A fenced block whose info string names a file: {@code ```text results/real/report.txt}. */
  private static final Pattern EXCERPT =
      Pattern.compile("^```text (\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

  @Test
  void everyExcerptStandsInTheReportItNames() throws IOException {
    for (Path page : pages()) {
      Matcher excerpt = EXCERPT.matcher(Files.readString(page));
      while (excerpt.find()) {
        Path report = page.resolveSibling(excerpt.group(1));
        assertTrue(
            Files.readString(report).contains(excerpt.group(2)),
            () -> page + " quotes " + report + ", which does not say so:\n" + excerpt.group(2));
      }
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      List<Path> pages =
          Stream.concat(docs, top).filter(path -> path.toString().endsWith(".md")).toList();
      assertTrue(pages.size() > 5, () -> "expected the docs, found " + pages);
      return pages;
    }
  }
}
