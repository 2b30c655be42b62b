package dev.routeface.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import dev.routeface.server.model.Calibration;
import dev.routeface.server.model.Contract;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.OperatingPoint.Estimate;
import dev.routeface.server.model.OperatingPoint.Task;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.observe.Metrics;
import dev.routeface.server.pipeline.EmbeddingPipeline;
import dev.routeface.server.pipeline.EnrolmentRule;
import dev.routeface.server.pipeline.PipelineSettings;
import dev.routeface.server.pipeline.QualityMeter;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A real service on a port of this machine, with a model that a test can work out by hand. */
public final class TestService implements AutoCloseable {
  private static TestService shared;

  /** Of the model that is served. */
  public static final String CONTRACT =
      Contract.of("c".repeat(64), new ColourEmbedder().preparation(), Flip.NONE).id();

  /** Of a model whose enrolments the served one may search. */
  public static final String EARLIER = "ec_earlier";

  private final Service service;
  private final KeyFile keys;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String admin;
  private Described described;

  /**
   * An answer.
   *
   * @param json missing if the body is no JSON
   */
  public record Answer(int status, HttpResponse<byte[]> http, JsonNode json) {
    /** The error's code; empty text if it is none. */
    public String code() {
      return json.at(inferred() ? "/code" : "/error/code").asText();
    }

    public String message() {
      return json.at(inferred() ? "/error" : "/error/message").asText();
    }

    /** The inference protocol has its own shape. */
    private boolean inferred() {
      return json.path("error").isTextual();
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  private TestService(Service service, KeyFile keys) {
    this.service = service;
    this.keys = keys;
    this.admin = key(Scope.values());
  }

  /** One for all tests that leave it as they found it. */
  public static synchronized TestService shared() {
    if (shared == null) {
      // All tests have one key, and a machine that is quick enough would be told to come later.
      ServiceConfig.Limits limits = new ServiceConfig.Limits(64, 2048, 256, 1e6, 64);
      shared = start(temporary(), limits, Optional.of(new CountingDetector()));
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  private static Path temporary() {
    try {
      Path folder = Files.createTempDirectory("service");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of its own. */
  public static TestService start(
      Path data, ServiceConfig.Limits limits, Optional<FaceDetector> detector) {
    return start(data, limits, detector, new ColourEmbedder(), Optional.empty());
  }

  static TestService start(
      Path data,
      ServiceConfig.Limits limits,
      Optional<FaceDetector> detector,
      ColourEmbedder embedder,
      Optional<ServiceConfig.Tls> tls) {
    return start(config(data, limits, tls, Optional.empty()), detector, embedder);
  }

  /** One that serves clients of CompreFace too. */
  public static TestService compreface(
      Path data, Optional<FaceDetector> detector, ServiceConfig.CompreFace on) {
    return start(
        config(data, ServiceConfig.Limits.DEFAULT, Optional.empty(), Optional.of(on)),
        detector,
        new ColourEmbedder());
  }

  /** Finds as many faces as a picture is wide in tens of pixels, less one. */
  public static Optional<FaceDetector> counting() {
    return Optional.of(new CountingDetector());
  }

  private static ServiceConfig config(
      Path data,
      ServiceConfig.Limits limits,
      Optional<ServiceConfig.Tls> tls,
      Optional<ServiceConfig.CompreFace> compreface) {
    return new ServiceConfig(
        new ServiceConfig.Models(
            Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0.25),
        new ServiceConfig.Store(data, Optional.empty()),
        new ServiceConfig.Door("127.0.0.1", 0, tls, true),
        limits,
        compreface);
  }

  private static TestService start(
      ServiceConfig config, Optional<FaceDetector> detector, ColourEmbedder embedder) {
    Path data = config.data();
    PipelineSettings settings = PipelineSettings.of(2);
    Metrics metrics = new Metrics();
    KeyFile keys = new KeyFile(data);
    Service service =
        Service.start(
            new Service.Parts(
                config,
                keys,
                model(),
                new EmbeddingPipeline(embedder, detector, settings, metrics),
                new EnrolmentRule(new QualityMeter(settings.norms()), 0),
                EmbeddedGallery.open(data.resolve("gallery"), Optional.empty()),
                metrics));
    return new TestService(service, keys);
  }

  private static ServedModel model() {
    OperatingPoint pairs =
        new OperatingPoint(
            Task.VERIFICATION,
            1e-3,
            0.5,
            new Estimate(9e-4, 8e-4, 1e-3),
            new Estimate(0.02, 0.01, 0.03));
    OperatingPoint searches =
        new OperatingPoint(
            Task.IDENTIFICATION,
            1e-2,
            0.7,
            new Estimate(9e-3, 8e-3, 1e-2),
            new Estimate(0.05, 0.04, 0.06));
    return new ServedModel(
        "colour",
        Optional.empty(),
        new Contract(CONTRACT),
        Optional.of(
            new Calibration("cal_0123456789abcdef", List.of(pairs, searches), Set.of(), 1680)),
        Optional.of(
            new Route(List.of(anchor(1, 1.5, "1"), anchor(2, 1.1, "2"), anchor(4, 0.8, "4")))),
        Set.of(EARLIER));
  }

  private static Anchor anchor(int epoch, double loss, String digit) {
    return new Anchor(
        epoch,
        "anchors/%d.safetensors".formatted(epoch),
        digit.repeat(64),
        Optional.empty(),
        Optional.of(loss));
  }

  /** A key with some scopes. */
  public String key(Scope... scopes) {
    Set<Scope> set = EnumSet.copyOf(Arrays.asList(scopes));
    return keys.issue(new KeyFile.Wanted("test", set, Optional.empty())).secret();
  }

  public KeyFile keys() {
    return keys;
  }

  public Service service() {
    return service;
  }

  public URI at(String path) {
    return service.address().resolve(path);
  }

  /** A request with all scopes. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + admin);
  }

  public Answer get(String path) {
    return send(request(path).build());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  public Answer post(String path, String json) {
    return send("POST", path, json, Map.of());
  }

  /** With further headers. */
  public Answer send(String method, String path, String json, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json));
    headers.forEach(request::header);
    return send(request.build());
  }

  public Answer send(HttpRequest request) {
    try {
      Described known = described(); // before a service that is being stopped says nothing more
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      Answer answer = new Answer(response.statusCode(), response, json(response.body()));
      known.require(request, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Every answer of every test is held to the description. */
  private synchronized Described described() throws IOException, InterruptedException {
    if (described == null) {
      HttpRequest request = HttpRequest.newBuilder(at("/openapi/routeface.yml")).build();
      described = new Described(client.send(request, BodyHandlers.ofString()).body());
    }
    return described;
  }

  private static JsonNode json(byte[] body) {
    try {
      return Fields.MAPPER.readTree(body);
    } catch (IOException e) {
      return Fields.MAPPER.missingNode();
    }
  }

  /** A form: names and values in turn; bytes are files. */
  public Answer form(String path, Object... parts) {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i += 2) {
      boolean file = parts[i + 1] instanceof byte[];
      body.writeBytes(
          ("--limit\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                  .formatted(parts[i], file ? "; filename=\"a.png\"" : ""))
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(
          file ? (byte[]) parts[i + 1] : parts[i + 1].toString().getBytes(StandardCharsets.UTF_8));
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  /** A picture of one colour. */
  public static byte[] png(int width, int height, int red, int green, int blue) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return ImageWriter.png(new RgbImage(width, height, pixels));
  }

  /** An aligned face of one colour, as it stands in JSON. */
  public static String face(int red, int green, int blue) {
    return Base64.getEncoder().encodeToString(png(8, 8, red, green, blue));
  }

  @Override
  public void close() {
    service.close();
  }
}
