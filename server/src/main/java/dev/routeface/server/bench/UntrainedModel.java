package dev.routeface.server.bench;

import dev.routeface.models.card.Label;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.io.Reason;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.Network;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.Folded;
import dev.routeface.models.weights.InitialWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A model of a student's shape, as ONNX. Nobody trained it, which does not change its speed. */
final class UntrainedModel {
  private UntrainedModel() {}

  /** MobileFaceNet with as many floats as its usual teachers give. */
  static MobileFaceNet usual() {
    return new MobileFaceNet(112, 1, Activation.PRELU, 512);
  }

  /** The same shape, hardly any work. */
  static MobileFaceNet tiny() {
    return new MobileFaceNet(32, 0.25, Activation.PRELU, 32);
  }

  /** Writes it to a file that says itself how images are prepared. */
  static Path write(MobileFaceNet shape, Path file) {
    Network network = shape.network();
    ExportedGraph graph = ExportedGraph.of(Folded.of(network, InitialWeights.of(network, 1)));
    String preparation = preparation(shape.inputSize()).toJson().toString();
    try {
      return Files.write(file, graph.bytes(Map.of(Label.PREPARATION, preparation)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
    }
  }

  private static Preparation preparation(int size) {
    double[] middle = new double[Preparation.CHANNELS];
    Arrays.fill(middle, 128);
    return new Preparation(size, ChannelOrder.RGB, middle, middle);
  }
}
