package dev.routeface.server.cli;

import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.pull.ModelStore;
import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.Similarity;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.config.Settings;
import dev.routeface.server.observe.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a model until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serves a model: embeddings, comparison, and searches among enrolled people. Shows a first"
            + " key once at a terminal, and elsewhere leaves it in a file; keeps everything in one"
            + " folder, and listens on this machine alone unless told otherwise.",
    footer = {
      "",
      "Every setting is a key of the YAML file and a variable: model and ROUTEFACE_MODEL,"
          + " limits.in_flight",
      "and ROUTEFACE_LIMITS_IN_FLIGHT, compreface.consent (--compreface) and"
          + " ROUTEFACE_COMPREFACE_CONSENT.",
      "An option counts more than a variable, that more than the file.",
      "",
      "Example:",
      "  routeface serve --model runs/student",
      "  curl -H \"Authorization: Bearer $KEY\" localhost:8080/v1/models",
    })
public final class ServeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description = "A run, a model folder or an ONNX file; the one that ships unless given.")
  private Path model;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, YAML.")
  private Path config;

  @Option(names = "--host", description = "Address to listen on; 127.0.0.1 unless given.")
  private String host;

  @Option(names = "--port", description = "Port to listen on, 0 for any; 8080 unless given.")
  private Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of gallery and keys; routeface-data unless given.")
  private Path data;

  @Option(
      names = "--gallery",
      paramLabel = "ADDRESS",
      description =
          "A gallery past one machine, cassandra://HOST/KEYSPACE?datacenter=NAME; the one in the"
              + " folder unless given.")
  private String gallery;

  @Option(
      names = "--detector",
      paramLabel = "FILE",
      description = "Face detector, folder or file. Without one, aligned crops are served.")
  private Path detector;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "certificate.json with the model's operating points.")
  private Path certificate;

  @Option(
      names = "--compreface",
      paramLabel = "CONSENT",
      description =
          "Serves clients of CompreFace too. CONSENT is where the consent of those whom they enrol"
              + " is on record; it is written to each of them.")
  private String compreface;

  @Override
  public void run() {
    ServiceConfig settings = Settings.read(Optional.ofNullable(config), System.getenv(), options());
    Path path = settings.models().model().or(ServeCommand::shipped).orElseThrow(this::noModel);
    Logs.json();
    PrintWriter out = spec.commandLine().getOut();
    Service.Parts parts = Assembly.of(settings, path, System.getenv());
    Service service = Service.start(parts);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "drain"));
    FirstKey.make(parts.keys(), parts.config().data(), System.console() != null)
        .ifPresent(said -> out.print(said));
    out.flush();
    out.printf("Serving %s at %s%n", parts.model().id(), service.address());
    if (settings.door().tls().isEmpty() && !settings.door().address().isLoopbackAddress()) {
      out.println(
          "Other machines reach it without TLS: unless something in front encrypts, keys and faces"
              + " travel readable");
    }
    if (parts.model().calibration().filter(known -> known.points().isEmpty()).isPresent()) {
      out.println(
          "The certificate knows this model and no threshold of it: a policy has to state one; to"
              + " have them, certify it as the teacher or the student");
    }
    parts.config().compreface().ifPresent(on -> sayWhatTheySee(on, parts, out));
    if (parts.pipeline().detector().isEmpty()) {
      out.println(
          "Aligned crops alone, for want of a face detector; to install one: "
              + ModelStore.DETECTOR_COMMAND);
    }
    out.flush();
    service.awaitClose();
  }

  private static void sayWhatTheySee(
      ServiceConfig.CompreFace on, Service.Parts parts, PrintWriter out) {
    out.printf(
        "Clients of CompreFace work on the collection %s and see a cosine of %s as a similarity of"
            + " 0.5%n",
        on.collection(), Similarity.of(on, parts.model()).threshold());
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    put(options, "model", model);
    put(options, "host", host);
    put(options, "port", port);
    put(options, "data", data);
    put(options, "gallery", gallery);
    put(options, "detector", detector);
    put(options, "certificate", certificate);
    put(options, "compreface.consent", compreface);
    return options;
  }

  private static void put(Map<String, Object> options, String key, Object value) {
    if (value != null) {
      options.put(key, value instanceof Path path ? path.toString() : value);
    }
  }

  /** The first of the models that come with the product. */
  private static Optional<Path> shipped() {
    Path folder = Application.home().resolve("models/shipped");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> models = Files.list(folder)) {
      return models.filter(Files::isDirectory).sorted().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParameterException noModel() {
    return new ParameterException(
        spec.commandLine(),
        "expected --model PATH with a run, a model folder or an ONNX file, found none, and no model"
            + " ships with this build");
  }
}
