package dev.routeface.sdk.image;

import java.lang.ref.Reference;
import org.opencv.core.Mat;

/**
 * A native array with one owner, who gives it back at the end of a block.
 *
 * <p>{@code Mat.release} alone is not enough. It hands its address to native code, and from then on
 * nothing holds the object: a garbage collection at that moment lets the finalizer free the memory
 * that {@code release} is freeing, which corrupts the heap of the process. The fence keeps the
 * object until the native code has returned (JLS 12.6.1).
 */
record Held<M extends Mat>(M mat) implements AutoCloseable {
  @Override
  public void close() {
    mat.release();
    Reference.reachabilityFence(mat);
  }
}
