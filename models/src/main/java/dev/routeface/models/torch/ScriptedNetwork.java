package dev.routeface.models.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network that others wrote as TorchScript, frozen: images (N, 3, S, S) in, embeddings (N, D)
 * out. A program that was traced with one image is fed one at a time.
 *
 * <p>Used by one thread at a time.
 */
public final class ScriptedNetwork implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final Path file;
  private final int size;
  private final NDManager scope = TorchEngine.newScope();
  private final PtSymbolBlock program;
  private final int dimension;
  private final boolean singly;

  /**
   * @param file a TorchScript archive; whoever opens it has looked into it
   * @param size side of its images in pixels
   * @throws BadDataException if the engine cannot load it, or it does not turn an image of that
   *     size into one vector of floats
   */
  public ScriptedNetwork(Path file, int size) {
    this.file = file;
    this.size = size;
    try {
      this.program = load(file);
      this.dimension = dimension(shape(1));
      this.singly = !takesTwo();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private PtSymbolBlock load(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      PtSymbolBlock block = JniUtils.loadModule((PtNDManager) scope, in, true, false);
      JniUtils.enableInferenceMode(block);
      return block;
    } catch (EngineException e) {
      throw bad("a TorchScript archive", firstLine(e));
    } catch (IOException e) {
      throw bad("a readable file", Reason.of(e));
    }
  }

  private int dimension(Shape found) {
    if (found.dimension() != 2 || found.get(0) != 1 || found.get(1) < 2) {
      throw bad("an output of vectors [N, D]", "one of shape " + found + " for one image");
    }
    return (int) found.get(1);
  }

  private boolean takesTwo() {
    try {
      return shape(2).equals(new Shape(2, dimension));
    } catch (BadDataException e) {
      return false; // what fails with one image too has been refused before
    }
  }

  private Shape shape(int count) {
    try (NDManager step = scope.newSubManager()) {
      return run(step, new float[count * CHANNELS * size * size], count).getShape();
    }
  }

  private NDArray run(NDManager step, float[] images, int count) {
    try {
      NDArray batch = step.create(images, new Shape(count, CHANNELS, size, size));
      NDList out = IValueUtils.forward(program, new NDList(batch), false);
      if (out.size() != 1 || out.get(0).getDataType() != DataType.FLOAT32) {
        throw bad("one output of 32-bit floats", described(out));
      }
      return out.get(0);
    } catch (EngineException | IllegalArgumentException | UnsupportedOperationException e) {
      throw bad("a network of images [%d, 3, %d, %d]".formatted(count, size, size), firstLine(e));
    }
  }

  private static String described(NDList out) {
    return out.size() == 1 ? "one of " + out.get(0).getDataType() : out.size() + " outputs";
  }

  /** The engine's messages go on with the program's own calls. */
  private static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage()).strip();
    String[] lines = message.split("\n");
    String last = lines[lines.length - 1].strip();
    return last.startsWith("RuntimeError: ") ? last : lines[0];
  }

  private BadDataException bad(String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(file, expected, found));
  }

  /** D. */
  public int dimension() {
    return dimension;
  }

  /**
   * Embeds without leaving anything behind.
   *
   * @param images {@code count} prepared images, (N, 3, S, S)
   * @return {@code count} embeddings, as the program makes them, (N, D)
   */
  public float[] embed(float[] images, int count) {
    float[] all = new float[count * dimension];
    int step = singly ? 1 : count;
    int length = CHANNELS * size * size;
    for (int i = 0; i < count; i += step) {
      float[] part = part(images, i * length, step * length, step);
      System.arraycopy(part, 0, all, i * dimension, part.length);
    }
    return all;
  }

  private float[] part(float[] images, int from, int length, int count) {
    float[] chosen = new float[length];
    System.arraycopy(images, from, chosen, 0, length);
    try (NDManager step = scope.newSubManager()) {
      return run(step, chosen, count).toFloatArray();
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
