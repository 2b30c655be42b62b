package dev.routeface.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Reason;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.sdk.bench.EmbeddingBench;
import dev.routeface.sdk.bench.EmbeddingReport;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.train.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks a service in a process of its own, beside the same model in this one: how many aligned faces
 * it embeds, how long answers take when it is not full, what too much work does to it, and how fast
 * it enrols.
 *
 * @param rounds turns of service and model
 * @param seconds length of a turn, above 0
 * @param overloadSeconds for which too much is asked, above 0
 * @param enrolments in bulk, at least 1
 */
public record ServeBench(int rounds, double seconds, double overloadSeconds, int enrolments) {
  /** Clients that ask one image at a time. */
  static final int CLIENTS = 32;

  /** Share of what the service can do at which its answers are timed. */
  static final double LOAD = 0.7;

  /** Turns until the compilers of both processes have little left to do. */
  private static final int WARM_UP = 3;

  /** Beside the rounds: warming up, overload, enrolment both ways. */
  private static final int OTHER_STEPS = 4;

  /** One of everything, hardly long enough to be called. */
  public static ServeBench quick() {
    return new ServeBench(1, 0.3, 0.5, 200);
  }

  /**
   * Measures a model.
   *
   * @param model a run, a model folder or an ONNX file
   */
  public ServeReport run(Origin origin, Machine machine, Path model, Progress progress) {
    return inScratch(folder -> measure(origin, machine, model, new Place(folder, progress)));
  }

  /** Measures a student's shape that nobody trained, or one that hardly has to work. */
  public ServeReport runUntrained(Origin origin, Machine machine, boolean tiny, Progress progress) {
    MobileFaceNet shape = tiny ? UntrainedModel.tiny() : UntrainedModel.usual();
    return inScratch(
        folder -> {
          Path model = UntrainedModel.write(shape, folder.resolve("untrained.onnx"));
          return measure(origin, machine, model, new Place(folder, progress));
        });
  }

  /** Where a bench works, and who is told how far it is. */
  private record Place(Path folder, Progress progress) {}

  private ServeReport measure(Origin origin, Machine machine, Path model, Place place) {
    ServedFigures figures = new ServedFigures();
    try (Embedder embedder = Embedders.open(model, Optional.empty());
        Progress.Task task = place.progress().start("bench", rounds + OTHER_STEPS)) {
      try (ServedProcess service = ServedProcess.start(model, place.folder())) {
        ask(service, beside(origin, machine, embedder), figures, task);
      }
      BulkEnrolment bulk = new BulkEnrolment(enrolments, embedder.dimension());
      figures.intoStore(bulk.intoStore(place.folder().resolve("store")));
      task.step();
      String name = String.valueOf(model.getFileName());
      return new ServeReport(origin, machine, subject(name, embedder), figures.findings());
    }
  }

  /** Images per second of the model in this process, as {@code bench embed} measures them. */
  private interface Beside {
    List<EmbeddingReport.Row> rates();
  }

  private Beside beside(Origin origin, Machine machine, Embedder embedder) {
    EmbeddingBench bench = new EmbeddingBench(1, seconds);
    Map<String, Embedder> model = Map.of("model", embedder);
    return () -> bench.run(origin, machine, model, Progress.NONE).rows();
  }

  private void ask(
      ServedProcess service, Beside beside, ServedFigures figures, Progress.Task task) {
    ServiceClient client = service.client();
    JsonNode model = client.get("/v1/models").path("data").path(0);
    FaceRequests faces = FaceRequests.of(model.path("input_size").asInt());
    try (EmbeddingClient asking = service.asking(faces)) {
      load(new ClosedLoop(asking, CLIENTS), new OpenLoop(asking), beside, figures, task);
      figures.overload(new Overload(service, asking).run(figures.servedMedian(), overloadSeconds));
      task.step();
    }
    int dimension = model.path("dimension").asInt();
    String contract = model.path("embedding_contract_id").asText();
    figures.overHttp(new BulkEnrolment(enrolments, dimension).overHttp(client, contract));
    task.step();
  }

  private void load(
      ClosedLoop closed, OpenLoop open, Beside beside, ServedFigures figures, Progress.Task task) {
    for (int turn = 0; turn < WARM_UP; turn++) {
      closed.rate(seconds);
    }
    task.step();
    for (int round = 0; round < rounds; round++) {
      figures.inProcess(beside.rates());
      double rate = closed.rate(seconds);
      figures.served(rate);
      figures.timed(LOAD * rate, open.run(LOAD * rate, seconds));
      figures.atBest(
          PerfectQueue.of(Runtime.getRuntime().availableProcessors(), rate)
              .answers(OpenLoop.due(LOAD * rate, seconds)));
      task.step();
    }
  }

  private ServeReport.Subject subject(String name, Embedder embedder) {
    return new ServeReport.Subject(
        name,
        embedder.preparation().size(),
        embedder.dimension(),
        CLIENTS,
        seconds,
        overloadSeconds,
        enrolments);
  }

  /** Work in a folder that goes with it. */
  private interface InFolder {
    ServeReport in(Path folder);
  }

  private static ServeReport inScratch(InFolder work) {
    try {
      Path folder = Files.createTempDirectory("bench-serve");
      try {
        return work.in(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a folder for the bench: " + Reason.of(e), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> all = Files.walk(folder)) {
      inside = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.delete(each);
    }
  }
}
