package dev.routeface.models.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The door to the engine: starting it, memory scopes, compiled scripts. */
public final class TorchEngine {
  private static final String NAME = "PyTorch";

  private TorchEngine() {}

  /**
   * A new memory scope; closing it frees every array made in it.
   *
   * <p>Two switches belong to the calling thread. Gradients are off afterwards: the engine turns
   * them on for every new thread, and inference would then keep its whole history. So is the
   * rewriting of scripts while they run, which makes the first calls slow and trades the engine's
   * own gradients for ones that visit memory more often.
   */
  public static NDManager newScope() {
    Engine engine = Engine.getEngine(NAME);
    JniUtils.setGradMode(false);
    JniUtils.setGraphExecutorOptimize(false);
    return engine.newBaseManager();
  }

  /**
   * One number in the engine's own memory.
   *
   * <p>Products with plain numbers put each of them into Java's memory instead. There it is garbage
   * beside every array of a step, and where gradients flow it is freed before the backward pass
   * reads it: a garbage collection between the two is then a wrong gradient without a word.
   */
  public static NDArray number(NDManager scope, double value) {
    return scope.full(new Shape(), (float) value);
  }

  /** Name and version, for provenance. */
  public static String version() {
    return NAME + " " + Engine.getEngine(NAME).getVersion();
  }

  /** Number of threads that one operation may use. */
  public static int threads() {
    Engine.getEngine(NAME);
    return JniUtils.getNumThreads();
  }

  /** Does some work with another number of threads for one operation, then goes back. */
  public static <T> T withThreads(int threads, Supplier<T> work) {
    int before = threads();
    JniUtils.setNumThreads(threads);
    try {
      return work.get();
    } finally {
      JniUtils.setNumThreads(before);
    }
  }

  /** Compiles a script module that owns no numbers; it lives as long as the scope. */
  static PtSymbolBlock compile(NDManager scope, byte[] archive) {
    try {
      return JniUtils.loadModule(
          (PtNDManager) scope, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
