package dev.routeface.sdk.image;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.routeface.models.io.BadDataException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph of one input and some outputs whose shapes are known, all of floats. Safe for use
 * by several threads, each with one core.
 */
final class FloatGraph implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Path file;
  private final List<Shape> outputs;
  private final OrtSession session;
  private final String input;
  private final long[] inputShape;

  /** A name and sizes. */
  record Shape(String name, List<Long> sizes) {
    static Shape of(String name, long... sizes) {
      return new Shape(name, Arrays.stream(sizes).boxed().toList());
    }

    @Override
    public String toString() {
      return name + " " + sizes;
    }
  }

  /**
   * Opens a file.
   *
   * @throws BadDataException if it is no graph with this input and, among others, these outputs
   */
  FloatGraph(Path file, Shape input, List<Shape> outputs) {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected an ONNX file, found none");
    }
    this.file = file;
    this.outputs = outputs;
    this.input = input.name();
    this.inputShape = input.sizes().stream().mapToLong(Long::longValue).toArray();
    this.session = open();
    try {
      requireShapes(input);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private OrtSession open() {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new BadDataException(file + ": expected an ONNX graph, found " + e.getMessage(), e);
    }
  }

  private void requireShapes(Shape expected) {
    List<Shape> inputs = shapes(true);
    List<Shape> found = shapes(false);
    if (!inputs.equals(List.of(expected)) || !found.containsAll(outputs)) {
      throw new BadDataException(
          "%s: expected a graph of %s to %s, found one of %s to %s"
              .formatted(file, List.of(expected), outputs, inputs, found));
    }
  }

  private List<Shape> shapes(boolean ofInputs) {
    try {
      List<Shape> shapes = new ArrayList<>();
      (ofInputs ? session.getInputInfo() : session.getOutputInfo())
          .forEach(
              (name, node) ->
                  shapes.add(
                      Shape.of(
                          name,
                          node.getInfo() instanceof TensorInfo tensor
                              ? tensor.getShape()
                              : new long[0])));
      return shapes;
    } catch (OrtException e) {
      throw new BadDataException(file + ": cannot be asked for its shapes: " + e.getMessage(), e);
    }
  }

  /** The outputs in the order of the constructor, row-major. */
  List<float[]> run(float[] values) {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), inputShape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      List<float[]> found = new ArrayList<>();
      for (Shape output : outputs) {
        FloatBuffer buffer =
            ((OnnxTensor) result.get(output.name()).orElseThrow()).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        found.add(floats);
      }
      return found;
    } catch (OrtException e) {
      throw new BadDataException(file + ": failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
