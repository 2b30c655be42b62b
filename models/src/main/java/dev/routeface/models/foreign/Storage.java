package dev.routeface.models.foreign;

import dev.routeface.models.weights.Dtype;
import java.io.IOException;

/**
 * A run of numbers that PyTorch keeps outside the pickle, for one tensor or several.
 *
 * @param key its name within the file
 * @param count how many numbers
 */
record Storage(String key, Dtype dtype, long count) {
  /** A file that holds the numbers of storages. */
  interface Source {
    /** All numbers of a storage. */
    float[] read(Storage storage) throws IOException;
  }

  /** Bytes that the numbers take. */
  long bytes() {
    return count * dtype.bytes();
  }
}
