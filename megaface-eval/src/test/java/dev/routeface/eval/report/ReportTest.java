package dev.routeface.eval.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.Result;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String EVIL = "<script>alert('&\"')</script>";

  @TempDir private Path folder;
  private final IdentityBootstrap bootstrap = new IdentityBootstrap(50, 1);

  private static Result golden() {
    FaceDataset probes = Fixture.Faces.of(Fixture.identity());
    return new OpenSet(probes, Fixture.Faces.strangers(8), List.of(3, 8), List.of(0.2, 0.01))
        .judge(faces -> faces == probes ? Fixture.probes() : Fixture.distractors());
  }

  private Report report(Section... more) {
    return new Report(
        "Students " + EVIL,
        Fields.object().put("revision", EVIL),
        bootstrap,
        List.of(
            new ModelRow(
                "r16 " + EVIL,
                Fields.object().put("parameters", 84432).put("minutes", 1.2345),
                List.of(golden())),
            new ModelRow("teacher", Fields.object(), List.of(golden()))),
        List.of(more));
  }

  private static Figure dot(String name) {
    LinePlot.Line line = new LinePlot.Line("a", List.of(new LinePlot.Point(1, 2)));
    byte[] png =
        new LinePlot(LinePlot.Axis.linear("x"), LinePlot.Axis.linear("y"), List.of(line)).png();
    return new Figure(name, "Caption " + EVIL, "Alt " + EVIL, png);
  }

  @Test
  void writesTextJsonPageAndPictures() throws IOException {
    report(dot("route")).write(folder);
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names =
          files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          Set.of(
              "report.json",
              "report.txt",
              "report.html",
              "rank1.png",
              "cmc.png",
              "roc.png",
              "route.png"),
          names);
    }
  }

  @Test
  void keepsEveryResultInItsJson() throws IOException {
    report().write(folder);
    JsonNode json = Fields.MAPPER.readTree(folder.resolve("report.json").toFile());
    JsonNode kept = json.at("/models/0/results/0");
    assertEquals(golden(), Fields.of("report.json", kept).<Result>read(Result::of));
    assertEquals(50, json.at("/bootstrap/resamples").asInt());
    assertEquals(EVIL, json.at("/provenance/revision").asText());
  }

  @Test
  void showsFactsOnceAndADashWhereThereIsNone() {
    List<Table> tables = new ResultTables(report().models(), bootstrap).all();
    List<String> header = tables.get(0).header();
    assertEquals(List.of("model", "parameters", "minutes", "rank-1 @ 3"), header.subList(0, 4));
    assertEquals(List.of("84,432", "1.23"), tables.get(0).rows().get(0).subList(1, 3));
    assertEquals(List.of("–", "–"), tables.get(0).rows().get(1).subList(1, 3));
    assertEquals("rank-1 @ 3", tables.get(1).header().get(1));
  }

  @Test
  void showsFiguresWithIntervalsAndMarksWhatTheDataDoNotSupport() {
    Table byPairs = new ResultTables(report().models(), bootstrap).all().get(1);
    List<String> row = byPairs.rows().get(0);
    assertTrue(row.get(1).matches("74\\.82 \\[\\d+\\.\\d\\d, \\d+\\.\\d\\d]"), row.get(1));
    assertTrue(row.get(3).matches("100\\.00 \\[100\\.00, 100\\.00]"), row.get(3));
    assertTrue(row.get(4).matches("0\\.00\\* \\[0\\.00, 0\\.00]"), row.get(4));
    assertTrue(byPairs.caption().contains("An asterisk marks"), byPairs.caption());
  }

  @Test
  void statesWhatWasCompared() {
    Table compared = new ResultTables(report().models(), bootstrap).all().get(2);
    assertEquals(List.of(List.of("7", "3", "0", "10", "8", "72")), compared.rows());
  }

  @Test
  void escapesEveryTextAndNamesNoOtherHost() throws IOException {
    Table table = new Table(EVIL, List.of(EVIL), List.of(List.of(EVIL)));
    report(dot("route"), table, new Link(EVIL, EVIL)).write(folder);
    String page = Files.readString(folder.resolve("report.html"));
    assertFalse(page.contains("<script"));
    assertFalse(page.contains("alert('"));
    assertFalse(page.contains("http"), "a page that stands alone");
    assertEquals("&lt;a&gt; &amp; &quot;b&quot; &#39;c&#39;", HtmlPage.escaped("<a> & \"b\" 'c'"));
  }

  /** What a scroll bar hides is lost on paper. */
  @Test
  void printsTablesWhole() throws IOException {
    report().write(folder);
    String page = Files.readString(folder.resolve("report.html"));
    String print = page.substring(page.indexOf("@media print"), page.indexOf("</style>"));
    assertTrue(print.contains(".wide, pre { overflow: visible; }"), print);
  }

  @Test
  void holdsItsPicturesWithWordsForThoseWhoCannotSeeThem() throws IOException {
    report().write(folder);
    Matcher picture =
        Pattern.compile("<img alt=\"([^\"]+)\" src=\"data:image/png;base64,([^\"]+)\">")
            .matcher(Files.readString(folder.resolve("report.html")));
    for (String name : OpenSetPlots.NAMES) {
      assertTrue(picture.find(), name);
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(name + ".png")),
          Base64.getDecoder().decode(picture.group(2)));
      assertTrue(picture.group(1).contains("teacher from "), picture.group(1));
    }
  }

  @Test
  void saysInWordsWhereEachLineBeginsAndEnds() {
    Figure rank1 = new OpenSetPlots(report().models().subList(1, 2)).all().get(0);
    assertEquals(
        "rank-1, % against distractors. teacher from 66.4 at 3 to 22.2 at 8.", rank1.alt());
  }

  @Test
  void drawsEveryLineInAColourOfItsOwn() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(dot("a").png()));
    Set<Integer> colours = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertTrue(colours.contains(0x0072B2), "the first line's blue");
    assertFalse(colours.contains(0xD55E00), "no second line");
  }

  @Test
  void refusesModelsJudgedOnOtherData() {
    FaceDataset few = Fixture.Faces.of(new int[] {0, 0});
    Result other =
        new OpenSet(few, Fixture.Faces.strangers(2), List.of(1), List.of(0.5))
            .judge(faces -> Fixture.probes().select(new int[] {0, 1}));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Report(
                    "t",
                    Fields.object(),
                    bootstrap,
                    List.of(
                        new ModelRow("a", Fields.object(), List.of(golden())),
                        new ModelRow("b", Fields.object(), List.of(other))),
                    List.of()));
    assertEquals(
        "expected models judged on the same data, found %s and, for b, %s"
            .formatted(golden().protocol(), other.protocol()),
        e.getMessage());
  }

  @Test
  void refusesToReportOnNothing() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Report("t", Fields.object(), bootstrap, List.of(), List.of()));
    assertEquals("expected at least one model, found none", e.getMessage());
  }

  @Test
  void refusesFiguresThatWouldOverwriteOneAnother() {
    Figure figure = dot("roc");
    IllegalArgumentException taken =
        assertThrows(IllegalArgumentException.class, () -> report(figure));
    assertEquals("expected figures of different names, found a second \"roc\"", taken.getMessage());
    IllegalArgumentException path =
        assertThrows(IllegalArgumentException.class, () -> dot("../roc"));
    assertEquals("expected a name of a-z, 0-9 and hyphens, found \"../roc\"", path.getMessage());
  }
}
