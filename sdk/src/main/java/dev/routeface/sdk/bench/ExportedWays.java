package dev.routeface.sdk.bench;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Reason;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Layer;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
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
 * bytes. Untrained, with ranges that nobody calibrated but that a calibration could find: neither
 * changes what a graph costs.
 */
public final class ExportedWays {
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final String DIRECT = "PRelu";
  private static final String COMPOSED = "PReLU composed";
  private static final String ALONE = "the same, session alone";
  private static final String BYTES = "ReLU in int8";
  private static final Range ANY = Range.of(-4, 4);

  private static final Preparation PREPARATION =
      Preparation.pixels(MobileFaceNet.paper().inputSize());

  private ExportedWays() {}

  /**
   * What was promised of an export, turn by turn on as many threads; speeds for one image at a
   * time.
   *
   * @param report of a bench of {@link #all}
   */
  public static List<Finding> findings(EmbeddingReport report) {
    List<Finding> findings = new ArrayList<>();
    for (int threads : THREADS) {
      for (int batch : EmbeddingBench.BATCHES) {
        Rates rates = new Rates(report, threads, batch);
        findings.add(rates.ratio(COMPOSED, DIRECT, one(batch, new Finding.Goal.AtLeast(1.5))));
        findings.add(rates.ratio(BYTES, DIRECT, one(batch, new Finding.Goal.AtLeast(2.5))));
        findings.add(rates.ratio(ALONE, COMPOSED, Optional.of(new Finding.Goal.AtMost(1.05))));
      }
    }
    findings.add(size());
    return findings;
  }

  private static Optional<Finding.Goal> one(int batch, Finding.Goal goal) {
    return batch == 1 ? Optional.of(goal) : Optional.empty();
  }

  /** What ways reached on some threads with a batch. */
  private record Rates(EmbeddingReport report, int threads, int batch) {
    List<Double> of(String way) {
      return report.rows().stream()
          .filter(row -> row.batch() == batch && row.embedder().equals(name(way, threads)))
          .findFirst()
          .map(EmbeddingReport.Row::imagesPerSecond)
          .orElseThrow();
    }

    Finding ratio(String way, String base, Optional<Finding.Goal> goal) {
      List<Double> above = of(way);
      List<Double> below = of(base);
      return new Finding(
          "%s / %s, batch %d".formatted(name(way, threads), base, batch),
          IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList(),
          goal);
    }
  }

  private static Finding size() {
    ExportedGraph floats = graph(Activation.RELU);
    double share = (double) inBytes(floats).bytes(Map.of()).length / floats.bytes(Map.of()).length;
    return new Finding(
        "file in int8 / in float", List.of(share), Optional.of(new Finding.Goal.AtMost(0.3)));
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
      ways.put(name(COMPOSED, threads), opened(composed, threads));
      ways.put(name(ALONE, threads), new BareSession(composed, PREPARATION, threads));
      ways.put(name(BYTES, threads), opened(bytes, threads));
    }
    return ways;
  }

  /** The name of the graph as {@code export onnx} writes it. */
  public static String usual(int threads) {
    return name(COMPOSED, threads);
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
    floats.folded().network().nodes().forEach(node -> ranges.put(node.name(), range(node)));
    return floats.with(Quantisation.full(ranges));
  }

  /** Any, but not below 0 after a ReLU, which the runtime drops for a byte that ends there too. */
  private static Range range(Node node) {
    return node.layer() instanceof Layer.Relu ? Range.of(0, ANY.high()) : ANY;
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
