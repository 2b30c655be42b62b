package dev.routeface.sdk.bench;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Reason;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.Network;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.Folded;
import dev.routeface.models.onnx.GraphForm;
import dev.routeface.models.onnx.PreluForm;
import dev.routeface.models.onnx.Quantisation;
import dev.routeface.models.onnx.Range;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.OnnxEmbedder;
import dev.routeface.sdk.export.BareSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * MobileFaceNet as it can leave, on one thread and on two: with PReLU as an operator, which the
 * others are set against, with PReLU composed, the same in the bare runtime, and with ReLU in
 * bytes. Untrained, with ranges that nobody calibrated: neither changes what a graph costs.
 */
public final class ExportedWays {
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final String DIRECT = "PRelu";
  private static final Range ANY = Range.of(-4, 4);

  private static final Preparation PREPARATION =
      Preparation.pixels(MobileFaceNet.paper().inputSize());

  private ExportedWays() {}

  /** How many times as fast as the operator each way is, on as many threads, turn by turn. */
  public static List<String> ratios(EmbeddingReport report) {
    List<String> lines = new ArrayList<>();
    for (int threads : THREADS) {
      for (EmbeddingReport.Row base : report.rows()) {
        if (base.embedder().equals(name(DIRECT, threads))) {
          report.rows().stream()
              .filter(row -> row.batch() == base.batch() && row != base)
              .filter(
                  row -> row.embedder().endsWith(name("", threads).substring("ONNX, ".length())))
              .forEach(row -> lines.add(ratio(row, base).line()));
        }
      }
    }
    return lines;
  }

  private static Finding ratio(EmbeddingReport.Row row, EmbeddingReport.Row base) {
    List<Double> each =
        IntStream.range(0, base.imagesPerSecond().size())
            .mapToObj(i -> row.imagesPerSecond().get(i) / base.imagesPerSecond().get(i))
            .toList();
    String what = "%s, batch %d, over PRelu".formatted(row.embedder(), row.batch());
    return new Finding(what, each, Optional.empty());
  }

  /** Embedders by name; the caller closes them. */
  public static Map<String, Embedder> all() {
    ExportedGraph composed = graph(Activation.PRELU);
    GraphForm operator =
        new GraphForm(PreluForm.OPERATOR, Optional.empty(), GraphForm.usual().opset());
    ExportedGraph direct = new ExportedGraph(composed.folded(), operator, Quantisation.NONE);
    ExportedGraph bytes = inBytes(graph(Activation.RELU));
    Map<String, Embedder> ways = new LinkedHashMap<>();
    for (int threads : THREADS) {
      ways.put(name(DIRECT, threads), opened(direct, threads));
      ways.put(name("PReLU composed", threads), opened(composed, threads));
      ways.put(
          name("the same, session alone", threads),
          new BareSession(composed, PREPARATION, threads));
      ways.put(name("ReLU in int8", threads), opened(bytes, threads));
    }
    return ways;
  }

  private static String name(String way, int threads) {
    return "ONNX, %s, %d thread%s".formatted(way, threads, threads == 1 ? "" : "s");
  }

  private static ExportedGraph graph(Activation activation) {
    MobileFaceNet paper = MobileFaceNet.paper();
    Network network =
        new MobileFaceNet(paper.inputSize(), paper.width(), activation, paper.embedding())
            .network();
    return ExportedGraph.of(Folded.of(network, InitialWeights.of(network, 1)));
  }

  private static ExportedGraph inBytes(ExportedGraph floats) {
    Map<String, Range> ranges = new HashMap<>(Map.of(Network.INPUT, ANY));
    floats.folded().network().nodes().forEach(node -> ranges.put(node.name(), ANY));
    return floats.with(Quantisation.full(ranges));
  }

  /** From a file, as everybody opens a graph; the runtime does not need it afterwards. */
  private static Embedder opened(ExportedGraph graph, int threads) {
    try {
      Path file = Files.createTempFile("way", ".onnx");
      try {
        Files.write(file, graph.bytes(Map.of()));
        return new OnnxEmbedder(file, PREPARATION, threads);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a graph to measure: " + Reason.of(e), e);
    }
  }
}
