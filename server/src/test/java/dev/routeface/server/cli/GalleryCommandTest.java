package dev.routeface.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Vectors;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import dev.routeface.server.model.Contract;
import dev.routeface.server.pipeline.PipelineSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Galleries from the command line, as somebody types it. */
class GalleryCommandTest {
  @TempDir Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return new Result(line.execute(arguments), out.toString(), err.toString());
  }

  private GalleryStore gallery(String data) {
    return EmbeddedGallery.open(folder.resolve(data).resolve("gallery"), Optional.empty());
  }

  /** A folder of a service with three people in it; seven entries: two for each, and the first. */
  private String enrolled(String contract) {
    try (GalleryStore gallery = gallery("from")) {
      gallery.createCollection(
          "key", new CollectionSpec("staff", contract, 16, CollectionSettings.NONE));
      for (String subject : List.of("ann", "bob", "eve")) {
        gallery.enrol(
            "key",
            new Enrolment(
                "staff",
                Map.of(subject, Profile.consented("paper")),
                List.of(NewFace.of(subject)),
                new Enrolment.Batch(contract, Vectors.random(subject.hashCode(), 1, 16)),
                Optional.empty()));
      }
    }
    return folder.resolve("from").toString();
  }

  private String target() {
    return folder.resolve("to").toString();
  }

  @Test
  void aGalleryIsMovedAndMovedAgainChangesNothing() {
    String from = enrolled("ec_1");
    Result moved = run("gallery", "migrate", "--from", from, "--to", target());
    assertEquals("", moved.err());
    assertTrue(
        moved
            .out()
            .matches(
                "staff: 3 subjects, 3 faces, equal in both \\(SHA-256 [0-9a-f]{64}\\)\n"
                    + "Moved to \\S+/to; the source is as it was\n"),
        moved.out());
    assertEquals(moved, run("gallery", "migrate", "--from", from, "--to", target()));
    assertEquals(0, moved.code());
    try (GalleryStore to = gallery("to")) {
      assertEquals(3, to.collection("staff").orElseThrow().faces());
    }
  }

  @Test
  void whatCannotBeMovedIsSaidInOneLine() {
    String none = folder.resolve("none").toString();
    Result missing = run("gallery", "migrate", "--from", none, "--to", target());
    assertEquals(
        "1 routeface: " + none + ": expected a service's folder, found no gallery in it\n",
        missing.code() + " " + missing.err());
    assertFalse(Files.exists(folder.resolve("to")), "nothing is begun");
    String from = enrolled("ec_1");
    try (GalleryStore to = gallery("to")) {
      to.createCollection("key", new CollectionSpec("staff", "ec_1", 16, CollectionSettings.NONE));
    }
    Result other = run("gallery", "migrate", "--from", from, "--to", target());
    assertEquals(
        "1 routeface: there is another collection \"staff\" already\n",
        other.code() + " " + other.err());
    Result same = run("gallery", "migrate", "--from", from, "--to", from);
    assertEquals(
        "2 routeface: --to: expected another place than --from, found "
            + from
            + "; see routeface gallery migrate --help\n",
        same.code() + " " + same.err());
  }

  @Test
  void halfAGalleryIsNeitherVerifiedNorServedUntilItsMigrationIsThrough() throws IOException {
    String from = enrolled("ec_1");
    try (GalleryStore source = gallery("from");
        GalleryStore half = gallery("to")) {
      half.restoreCollection("command-line", source.copyCollection("staff"));
    }
    String half =
        "1 routeface: "
            + target()
            + ": expected a whole gallery, found that a migration into it was begun and not"
            + " finished; run routeface gallery migrate again";
    Result verified = run("gallery", "verify", "--data", target());
    assertEquals(half, verified.code() + " " + verified.err().strip());
    String model = TinyModel.in(folder.resolve("model"), 3).folder().toString();
    Result served = run("serve", "--model", model, "--data", target(), "--port", "0");
    assertEquals(half, served.code() + " " + served.err().strip());
    String third = folder.resolve("third").toString();
    Result onward = run("gallery", "migrate", "--from", target(), "--to", third);
    assertEquals(half, onward.code() + " " + onward.err().strip());
    assertFalse(Files.exists(folder.resolve("third")), "nothing is begun");
    assertEquals(0, run("gallery", "migrate", "--from", from, "--to", target()).code());
    assertEquals(0, run("gallery", "verify", "--data", target()).code());
  }

  @Test
  void aCertificateLetsANewModelSearchOrTheMoveIsRefused() throws IOException {
    TinyModel old = TinyModel.in(folder.resolve("old"), 3);
    TinyModel young = TinyModel.in(folder.resolve("young"), 4);
    String from = enrolled(contract(old));
    Result refused = certified(from, certificate(old, young, false));
    assertEquals(
        "3 routeface: old: expected a certificate by which the served model may search what it"
            + " enrolled, found one that does not say so; re-enrol\n",
        refused.code() + " " + refused.err());
    assertFalse(Files.exists(folder.resolve("to")), "nothing was moved");
    Result moved = certified(from, certificate(old, young, true));
    assertEquals("0 ", moved.code() + " " + moved.err());
    assertTrue(
        moved
            .out()
            .contains("%s may search what %s enrolled\n".formatted(contract(young), contract(old))),
        moved.out());
    try (GalleryStore to = gallery("to")) {
      assertEquals(
          Set.of(contract(young)),
          to.collection("staff").orElseThrow().spec().settings().compatible());
    }
  }

  private Result certified(String from, Path certificate) {
    return run(
        "gallery",
        "migrate",
        "--from",
        from,
        "--to",
        target(),
        "--certificate",
        certificate.toString(),
        "--model",
        folder.resolve("young").toString(),
        "--previous",
        folder.resolve("old").toString());
  }

  private static String contract(TinyModel model) {
    return Contract.of(
            model.sha256(), model.preparation(), PipelineSettings.of(1).batching().flip())
        .id();
  }

  private Path certificate(TinyModel old, TinyModel young, boolean rollOver) throws IOException {
    return Files.writeString(
        folder.resolve("certificate.json"),
        """
        {"format": "routeface-certificate-1",
         "models": [{"name": "o", "sha256": "%s"}, {"name": "y", "sha256": "%s"}],
         "operatingPoints": [],
         "compatibility": [{"gallery": "o", "probes": "y", "rollOver": %s}],
         "provenance": {"data": {"probes": {"people": 7}}}}
        """
            .formatted(old.sha256(), young.sha256(), rollOver));
  }

  @Test
  void aLogThatHoldsTogetherSaysWhereItEnds() {
    String data = enrolled("ec_1");
    Result whole = run("gallery", "verify", "--data", data);
    assertEquals("0 ", whole.code() + " " + whole.err());
    assertTrue(
        whole.out().matches("7 entries hold together; the end is 7:[0-9a-f]{64}\n"), whole.out());
    String end = whole.out().strip().replaceFirst(".* ", "");
    assertEquals(whole, run("gallery", "verify", "--data", data, "--head", end));
    Result older = run("gallery", "verify", "--data", data, "--head", "9" + end.substring(1));
    assertEquals(
        "1 routeface: " + data + ": entry 8 is missing: the log's end was cut off\n",
        older.code() + " " + older.err());
    Result wrong = run("gallery", "verify", "--data", data, "--head", "4");
    assertEquals(
        "2 routeface: --head: expected SEQUENCE:HASH with 64 hexadecimal digits, found 4; see"
            + " routeface gallery verify --help\n",
        wrong.code() + " " + wrong.err());
  }

  @Test
  void theFirstEntryThatWasEditedIsNamed() throws SQLException {
    String data = enrolled("ec_1");
    edit("UPDATE audit SET actor = 'nobody' WHERE sequence = 3");
    Result edited = run("gallery", "verify", "--data", data);
    assertEquals(
        "1 routeface: " + data + ": entry 3 was changed\n", edited.code() + " " + edited.err());
  }

  private void edit(String sql) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("from/gallery/gallery.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement edit = connection.createStatement()) {
      edit.execute(sql);
    }
  }

  @Test
  void facesAndProfilesThatAreDamagedAreNamed() throws SQLException {
    String data = enrolled("ec_1");
    edit("UPDATE face SET sealed = zeroblob(length(sealed)) WHERE number = 2");
    edit("UPDATE subject SET profile = zeroblob(length(profile)) WHERE id = 'eve'");
    Result damaged = run("gallery", "verify", "--data", data);
    assertEquals(
        "1 routeface: " + data + ": damaged, in places that cannot be opened: 2\n",
        damaged.code() + " " + damaged.err());
    assertTrue(
        damaged
            .out()
            .matches(
                "profile\\|staff\\|eve\\|.*: sealed data was changed, or belongs elsewhere\n"
                    + "face\\|staff\\|bob\\|.*: sealed data was changed, or belongs elsewhere\n"),
        damaged.out());
  }
}
