package dev.routeface.sdk.gallery;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Floats outside the heap, zero at first, with one owner, who overwrites them and gives them back.
 * Whoever reads them has to keep the owner from doing so: see {@link GalleryIndex}.
 *
 * <p>Direct buffers alone would wait for a garbage collection that a heap of a few megabytes may
 * never need; the JDK gives one back at once through its own door for that, which Java 17 offers
 * under no other name.
 */
final class OffHeap implements AutoCloseable {
  private static final MethodHandle FREE = free();
  private static final int CHUNK = 1 << 12;

  private final ByteBuffer bytes;
  private FloatBuffer floats;

  private OffHeap(ByteBuffer bytes) {
    this.bytes = bytes;
    this.floats = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /**
   * @param floats below 2^29
   * @throws MemoryFullException if there is no room
   */
  static OffHeap allocate(int floats) {
    try {
      return new OffHeap(ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES)));
    } catch (OutOfMemoryError e) {
      throw new MemoryFullException(floats, e);
    }
  }

  /** How many. */
  int size() {
    return floats.capacity();
  }

  void read(int from, float[] to, int count) {
    floats.get(from, to, 0, count);
  }

  void write(int to, float[] from, int count) {
    floats.put(to, from, 0, count);
  }

  void write(int to, float value) {
    floats.put(to, value);
  }

  /** Overwrites all of them: what is given back may lie there for long. */
  void wipe() {
    float[] zeros = new float[CHUNK];
    for (int at = 0; at < size(); at += CHUNK) {
      write(at, zeros, Math.min(CHUNK, size() - at));
    }
  }

  /** A later use fails in Java, and not in the memory of somebody else. */
  @Override
  public void close() {
    if (floats != null) {
      wipe();
      floats = null;
      try {
        FREE.invokeExact(bytes);
      } catch (Throwable e) {
        throw new IllegalStateException("memory outside the heap cannot be given back", e);
      }
    }
  }

  private static MethodHandle free() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field only = unsafe.getDeclaredField("theUnsafe");
      only.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(only.get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("memory outside the heap cannot be given back", e);
    }
  }
}
