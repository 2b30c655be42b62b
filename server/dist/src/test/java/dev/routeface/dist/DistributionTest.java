package dev.routeface.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.routeface.models.card.Label;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.Network;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.Folded;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The zip, unpacked where there is no Java but its own. */
@Timeout(180)
class DistributionTest {
  private static final int SIDE = 32;

  /** All that the launcher may ask the system for. */
  private static final List<String> TOOLS =
      List.of("awk", "bash", "cat", "dirname", "nproc", "readlink", "sleep");

  @TempDir static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws IOException {
    Path zip = Path.of(System.getProperty("dist.zip"));
    try (FileSystem inside =
            FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> entries = Files.walk(inside.getPath("/"))) {
      entries.skip(1).forEach(DistributionTest::copy);
    }
    home = folder.resolve(System.getProperty("dist.base"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
  }

  private static void copy(Path entry) {
    Path target = folder.resolve(entry.toString().substring(1));
    try {
      Files.copy(entry, target);
      Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tellsWhatItWasMadeFrom() throws Exception {
    String said = said("version");
    assertTrue(said.matches("(?s).*revision ([0-9a-f]{40}(-dirty)?|unknown)\\R.*"), said);
  }

  @Test
  void servesWithItsOwnJavaAndKeepsItsKeysWhereTheVariableSays() throws Exception {
    Process service =
        command("serve", "--model", model().toString(), "--port", "0")
            .redirectError(folder.resolve("log").toFile())
            .start();
    try {
      BufferedReader out = service.inputReader(StandardCharsets.UTF_8);
      String address = line(out, "Serving ").replaceFirst(".* at ", "");
      String key = Files.readString(folder.resolve("data/first-key")).strip();
      HttpResponse<String> answer = embed(address, key);
      assertEquals(200, answer.statusCode(), answer.body());
      String id = key.split("_")[1];
      assertTrue(said("keys", "list").contains(id), "the key of the service that runs");
    } finally {
      service.destroy();
    }
    assertTrue(service.waitFor(30, TimeUnit.SECONDS), "it drains and ends");
  }

  @Test
  void listsEveryLibrary() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (JsonNode part :
        new ObjectMapper().readTree(home.resolve("bom.json").toFile()).at("/components")) {
      listed.add(part.at("/name").asText() + "-" + part.at("/version").asText());
    }
    List<String> missing = new ArrayList<>();
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString().replaceFirst("(-linux-x86_64)?\\.jar$", "");
        if (!listed.contains(name)) {
          missing.add(name);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void bringsItsLicence() throws IOException {
    assertTrue(Files.readString(home.resolve("LICENSE")).contains("Apache License"), "LICENSE");
    assertTrue(Files.exists(home.resolve("runtime/legal/java.base/LICENSE")), "Java's own");
  }

  private static HttpResponse<String> embed(String address, String key) throws Exception {
    byte[] black = ImageWriter.png(new RgbImage(SIDE, SIDE, new byte[SIDE * SIDE * 3]));
    String body =
        "{\"input\": [\"%s\"], \"options\": {\"align\": false}}"
            .formatted(Base64.getEncoder().encodeToString(black));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address + "/v1/embeddings"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  /** A small network with weights of chance, as ONNX. */
  private static Path model() throws IOException {
    Network network = new MobileFaceNet(SIDE, 0.25, Activation.PRELU, 32).network();
    double[] middle = {128, 128, 128};
    Preparation preparation = new Preparation(SIDE, ChannelOrder.RGB, middle, middle);
    return Files.write(
        folder.resolve("untrained.onnx"),
        ExportedGraph.of(Folded.of(network, InitialWeights.of(network, 1)))
            .bytes(Map.of(Label.PREPARATION, preparation.toJson().toString())));
  }

  private static String said(String... arguments) throws Exception {
    Process process = command(arguments).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static ProcessBuilder command(String... arguments) {
    List<String> words = new ArrayList<>(List.of(home.resolve("routeface").toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("tools").toString());
    builder.environment().put("ROUTEFACE_CACHE", folder.resolve("cache").toString());
    builder.environment().put("ROUTEFACE_DATA", folder.resolve("data").toString());
    return builder;
  }

  private static String line(BufferedReader said, String part) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError(
        "expected a line with %s, found:%n%s"
            .formatted(part, Files.readString(folder.resolve("log"))));
  }
}
