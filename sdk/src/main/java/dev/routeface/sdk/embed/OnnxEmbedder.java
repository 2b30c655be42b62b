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
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A closed embedder: an ONNX graph with one image input (N, 3, H, W) and one embedding output (N,
 * D). Graphs that only take one image at a time are fed one at a time. Graphs that prepare bytes of
 * pixels themselves, (N, H, W, 3), are fed those: their preparation is {@link Preparation#pixels}.
 */
public final class OnnxEmbedder implements Embedder {
  private static final int RANK = 4;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final boolean singly;
  private final boolean pixels;
  private final int threads;
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
    this.threads = threads;
    this.sha256 = Sha256.ofFile(file);
    this.session = open(file, threads);
    this.input = session.getInputNames().iterator().next();
    try {
      TensorInfo images = images(file);
      this.pixels = images.type == OnnxJavaType.UINT8;
      this.singly = fitting(file, images.getShape())[0] == 1;
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

  private TensorInfo images(Path file) {
    try {
      NodeInfo info = session.getInputInfo().get(input);
      return (TensorInfo) info.getInfo();
    } catch (OrtException e) {
      throw new BadDataException(file + ": cannot be asked for its input: " + e.getMessage(), e);
    }
  }

  private long[] fitting(Path file, long[] shape) {
    int size = preparation.size();
    int channels = pixels ? 3 : 1;
    int side = pixels ? 1 : 2;
    boolean fits =
        shape.length == RANK
            && shape[channels] == Preparation.CHANNELS
            && (shape[side] == size || shape[side] < 0)
            && (shape[side + 1] == size || shape[side + 1] < 0);
    if (!fits) {
      throw new BadDataException(
          "%s: expected an input N x 3 x %d x %d as the preparation says, found %s"
              .formatted(file, size, size, Arrays.toString(shape)));
    }
    if (pixels && !preparation.equals(Preparation.pixels(size))) {
      throw new BadDataException(
          "%s: expected no preparation, since the graph takes pixels and prepares them, found %s"
              .formatted(file, preparation));
    }
    return shape;
  }

  /** Asked of a black image, since not every graph says its output's shape. */
  private int dimension(Path file) {
    float[] black = new float[preparation.length()];
    try (OnnxTensor tensor = pixels ? bytes(black) : floats(black);
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
          "%1$s: expected a graph of images of %2$d x %2$d, found %3$s"
              .formatted(file, preparation.size(), e.getMessage()),
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

  /** A session may run in any number of threads, but one with helpers shares them among all. */
  @Override
  public boolean sideBySide() {
    return threads == 1;
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
    try (OnnxTensor tensor = pixels ? bytes(images) : floats(images);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] out = new float[values.remaining()];
      values.get(out);
      return out;
    } catch (OrtException e) {
      throw new BadDataException("the ONNX graph failed: " + e.getMessage(), e);
    }
  }

  private OnnxTensor floats(float[] images) throws OrtException {
    int size = preparation.size();
    long[] shape = {images.length / preparation.length(), Preparation.CHANNELS, size, size};
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
  }

  /** Planes of pixel values back to interleaved bytes. */
  private OnnxTensor bytes(float[] images) throws OrtException {
    int size = preparation.size();
    int plane = size * size;
    ByteBuffer bytes = ByteBuffer.allocateDirect(images.length);
    for (int image = 0; image < images.length; image += preparation.length()) {
      for (int i = 0; i < plane; i++) {
        for (int c = 0; c < Preparation.CHANNELS; c++) {
          bytes.put((byte) Math.round(images[image + c * plane + i]));
        }
      }
    }
    long[] shape = {images.length / preparation.length(), size, size, Preparation.CHANNELS};
    return OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.UINT8);
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
