package dev.routeface.server.compreface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.image.DetectorCard;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.pull.Manifest;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.server.api.TestService;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CompreFace's published clients, unchanged, against the service with a real detector. Everything
 * foreign is fetched into {@code target/}: the clients from npm and PyPI, the detector from npm,
 * and a photograph in the public domain (NASA's portrait of Eileen Collins) that scikit-image
 * carries. Needs Node.js, npm and Python; runs with {@code -Pcompreface} alone.
 */
class CompreFaceClients {
  private static final Path FOLDER = Path.of("target", "compreface").toAbsolutePath();
  private static final Path FLOWS = Path.of("src", "test", "compreface").toAbsolutePath();
  private static final String PHOTOGRAPH = "skimage/data/astronaut.png";

  @TempDir static Path data;

  private static TestService service;
  private static Path picture;
  private static Path python;

  @BeforeAll
  static void started() throws IOException {
    Files.createDirectories(FOLDER);
    python = FOLDER.resolve("python/bin/python");
    if (!Files.exists(python)) {
      run("python3", "-m", "venv", FOLDER.resolve("python").toString());
    }
    picture = picture();
    ModelStore store = new ModelStore(FOLDER.resolve("models"));
    Path detector =
        store.pull(
            Manifest.shipped().find("faceplugin-detector").orElseThrow(),
            new ModelStore.Program("a test", "none"),
            Progress.NONE);
    service =
        TestService.compreface(
            data,
            Optional.of(DetectorCard.open(detector, 1)),
            new ServiceConfig.CompreFace("a test", "compreface", Optional.of(0.5)));
  }

  @AfterAll
  static void stopped() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void theJavaScriptClientRunsUnchanged() {
    Path modules = FOLDER.resolve("js");
    run(
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--prefix",
        modules.toString(),
        "@exadel/compreface-js-sdk@1.0.0");
    String sdk = modules.resolve("node_modules/@exadel/compreface-js-sdk").toString();
    assertSaysOk("node", FLOWS.resolve("flows.mjs").toString(), sdk);
  }

  @Test
  void thePythonClientRunsUnchanged() {
    // The client leaves requests open and pins a requests-toolbelt that knows no newer urllib3.
    pip("install", "compreface-sdk==0.6.0", "requests==2.31.0", "urllib3==1.26.20");
    assertSaysOk(python.toString(), FLOWS.resolve("flows.py").toString());
  }

  private static void assertSaysOk(String... script) {
    String key = service.key(Scope.EMBED, Scope.SEARCH, Scope.ENROL);
    String port = String.valueOf(service.service().address().getPort());
    String output =
        run(
            Stream.concat(
                    Stream.of(script), Stream.of("http://127.0.0.1", port, key, picture.toString()))
                .toArray(String[]::new));
    assertEquals("ok", output.strip());
  }

  private static Path picture() throws IOException {
    Path file = FOLDER.resolve("astronaut.png");
    if (!Files.exists(file)) {
      // One wheel by name, whatever Python runs here.
      pip(
          "download",
          "--no-deps",
          "--only-binary=:all:",
          "--python-version=3.11",
          "--platform=manylinux2014_x86_64",
          "--dest=" + FOLDER,
          "scikit-image==0.25.2");
      try (Stream<Path> files = Files.list(FOLDER);
          ZipFile wheel = new ZipFile(wheel(files).toFile())) {
        Files.copy(wheel.getInputStream(wheel.getEntry(PHOTOGRAPH)), file);
      }
    }
    return file;
  }

  private static Path wheel(Stream<Path> files) {
    return files
        .filter(file -> file.getFileName().toString().matches("scikit_image-.*\\.whl"))
        .findFirst()
        .orElseThrow();
  }

  private static void pip(String... arguments) {
    run(
        Stream.concat(Stream.of(python.toString(), "-m", "pip", "--quiet"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** What a program says, errors included; it must end well. */
  private static String run(String... command) {
    try {
      Path log = Files.createTempFile(FOLDER, "log", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> String.join(" ", command));
      String output = Files.readString(log);
      Files.delete(log);
      assertEquals(0, process.exitValue(), () -> String.join(" ", command) + "\n" + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
