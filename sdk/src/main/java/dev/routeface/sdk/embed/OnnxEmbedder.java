package dev.routeface.sdk.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A closed embedder: an ONNX graph with one image input (N, 3, H, W) and one embedding output (N,
 * D). Graphs that only take one image at a time are fed one at a time.
 */
public final class OnnxEmbedder implements Embedder {
  private static final int RANK = 4;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final boolean singly;
  private final int dimension;
  private final Preparation preparation;
  private final String sha256;

  /**
   * @param threads threads of one inference
   * @throws BadDataException if the file is no such graph or its input does not fit the preparation
   */
  public OnnxEmbedder(Path file, Preparation preparation, int threads) {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected an ONNX file, found none");
    }
    this.preparation = preparation;
    this.sha256 = Sha256.ofFile(file);
    this.session = open(file, threads);
    this.input = session.getInputNames().iterator().next();
    try {
      this.singly = inputShape(file)[0] == 1;
      this.dimension = dimension(file);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private OrtSession open(Path file, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new BadDataException(file + ": expected an ONNX graph, found " + e.getMessage(), e);
    }
  }

  private long[] inputShape(Path file) {
    try {
      NodeInfo info = session.getInputInfo().get(input);
      long[] shape = ((TensorInfo) info.getInfo()).getShape();
      int size = preparation.size();
      boolean fits =
          shape.length == RANK
              && shape[1] == Preparation.CHANNELS
              && (shape[2] == size || shape[2] < 0)
              && (shape[3] == size || shape[3] < 0);
      if (!fits) {
        throw new BadDataException(
            "%s: expected an input N x 3 x %d x %d as the preparation says, found %s"
                .formatted(file, size, size, Arrays.toString(shape)));
      }
      return shape;
    } catch (OrtException e) {
      throw new BadDataException(file + ": cannot be asked for its input: " + e.getMessage(), e);
    }
  }

  /** Asked of a black image, since not every graph says its output's shape. */
  private int dimension(Path file) {
    int size = preparation.size();
    long[] one = {1, Preparation.CHANNELS, size, size};
    FloatBuffer black = FloatBuffer.allocate(preparation.length());
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, black, one);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      OnnxValue value = result.get(0);
      boolean vectors =
          value.getInfo() instanceof TensorInfo info
              && info.type == OnnxJavaType.FLOAT
              && info.getShape().length == 2
              && info.getShape()[0] == 1;
      if (!vectors) {
        throw new BadDataException(
            "%s: expected an output of float vectors [N, D], found %s for one image"
                .formatted(file, described(value)));
      }
      return (int) ((TensorInfo) value.getInfo()).getShape()[1];
    } catch (OrtException e) {
      throw new BadDataException(
          "%s: expected a graph of images %s, found %s"
              .formatted(file, Arrays.toString(one), e.getMessage()),
          e);
    }
  }

  private static String described(OnnxValue value) throws OrtException {
    return value.getInfo() instanceof TensorInfo info
        ? info.type + " " + Arrays.toString(info.getShape())
        : value.getType().toString();
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
    float[] all = new float[count * dimension];
    int step = singly ? 1 : count;
    int length = preparation.length();
    for (int i = 0; i < count; i += step) {
      float[] part = run(Arrays.copyOfRange(images, i * length, (i + step) * length));
      System.arraycopy(part, 0, all, i * dimension, part.length);
    }
    return all;
  }

  private float[] run(float[] images) {
    int size = preparation.size();
    long[] shape = {images.length / preparation.length(), Preparation.CHANNELS, size, size};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] out = new float[values.remaining()];
      values.get(out);
      return out;
    } catch (OrtException e) {
      throw new BadDataException("the ONNX graph failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the ONNX session cannot be closed: " + e.getMessage(), e);
    }
  }
}
