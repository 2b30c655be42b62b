package dev.routeface.sdk.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.routeface.models.net.Shape;
import dev.routeface.models.onnx.ExportedGraph;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph of ours that runs from memory, with all that it gives out. */
final class GraphRun implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Shape input;

  /**
   * @param graph an ONNX file's bytes
   * @param input shape of one prepared image
   */
  GraphRun(byte[] graph, Shape input, int threads) {
    this.input = input;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      this.session = environment.createSession(graph, options);
    } catch (OrtException e) {
      throw new IllegalStateException("the runtime refuses our graph: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a batch.
   *
   * @param images prepared, (N, 3, S, S)
   * @return every output by name, row-major
   */
  Map<String, FloatBuffer> run(float[] images, int count) {
    long[] shape = {count, input.channels(), input.height(), input.width()};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
        OrtSession.Result result = session.run(Map.of(ExportedGraph.INPUT, tensor))) {
      Map<String, FloatBuffer> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer());
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException("our graph fails in the runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the session cannot be closed: " + e.getMessage(), e);
    }
  }
}
