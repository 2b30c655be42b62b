package dev.routeface.sdk.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.sdk.embed.Embedder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the runtime alone takes for a graph: the same images again and again, already in its memory,
 * and results that nobody fetches. Beside an embedder of the same graph the difference is ours. Its
 * embeddings mean nothing.
 */
public final class BareSession implements Embedder {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<Integer, OnnxTensor> batches = new HashMap<>();
  private final OrtSession session;
  private final Preparation preparation;
  private final int dimension;
  private final String sha256;

  /**
   * @param graph in float or bytes, for prepared images
   * @param threads of one run
   */
  public BareSession(ExportedGraph graph, Preparation preparation, int threads) {
    byte[] bytes = graph.bytes(Map.of());
    this.preparation = preparation;
    this.dimension = graph.folded().network().embedding();
    this.sha256 = Sha256.ofBytes(bytes);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      this.session = environment.createSession(bytes, options);
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  @Override
  public Preparation preparation() {
    return preparation;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public float[] raw(float[] images, int count) {
    OnnxTensor batch = batches.computeIfAbsent(count, size -> tensor(images, size));
    try (OrtSession.Result result = session.run(Map.of(ExportedGraph.INPUT, batch))) {
      float[] ones = new float[count * dimension];
      Arrays.fill(ones, result.size());
      return ones;
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private OnnxTensor tensor(float[] images, int count) {
    int size = preparation.size();
    long[] shape = {count, Preparation.CHANNELS, size, size};
    try {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private static IllegalStateException refused(OrtException e) {
    return new IllegalStateException("the runtime refuses our graph: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    batches.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw refused(e);
    }
  }
}
