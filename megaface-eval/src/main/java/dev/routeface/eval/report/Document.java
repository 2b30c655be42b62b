package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables and pictures under one headline, as text, as a page and as files.
 *
 * @param provenance where it all comes from
 * @param sections in reading order
 */
public record Document(String title, ObjectNode provenance, List<Section> sections) {
  public Document {
    provenance = provenance.deepCopy();
    sections = List.copyOf(sections);
  }

  /** The tables as text, and where the figures lie. */
  public String text() {
    return title + "\n\n" + sections.stream().map(Section::text).collect(Collectors.joining("\n"));
  }

  /**
   * Writes {@code report.txt}, {@code report.html} and a PNG for each picture. The page holds its
   * pictures and needs no other file.
   */
  public void write(Path folder) {
    for (Section section : sections) {
      section
          .picture()
          .ifPresent(
              picture ->
                  DurableFile.write(
                      folder.resolve(picture.name() + ".png"), out -> out.write(picture.png())));
    }
    DurableFile.writeText(folder.resolve("report.txt"), text());
    DurableFile.writeText(folder.resolve("report.html"), HtmlPage.of(title, sections, provenance));
  }
}
