package dev.routeface.models.foreign;

import dev.routeface.models.pickle.Unpickler;
import dev.routeface.models.weights.BadWeightsException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, and writes when told to: five pickles one
 * behind the other (a magic number, a protocol, the system, the object, the keys of the storages),
 * then for each key a count of 8 bytes and the numbers.
 */
final class TorchWithoutZip implements AutoCloseable, Storage.Source {
  private static final Long PROTOCOL = 1001L;

  /** Bytes of the pickled magic number, by which the form was known. */
  private static final int MAGIC = 15;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Long> places = new HashMap<>();
  private final Object root;

  TorchWithoutZip(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file);
    try {
      int length = (int) Math.min(channel.size() - MAGIC, Checkpoint.MAX_PICKLE);
      TensorCalls calls = new TensorCalls();
      Unpickler pickles = new Unpickler(file.toString(), take(MAGIC, length).array(), calls);
      requireKnown(pickles.next(), pickles.next());
      this.root = pickles.next();
      Object keys = pickles.next();
      locate(keys, calls.storages(), (long) MAGIC + pickles.position());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What the fourth pickle holds. */
  Object root() {
    return root;
  }

  private void requireKnown(Object protocol, Object system) {
    boolean little =
        system instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("little_endian"));
    if (!PROTOCOL.equals(protocol) || !little) {
      throw bad("PyTorch's protocol 1001 in little-endian order", "another form");
    }
  }

  /** Only the tensors say how wide the numbers of a storage are. */
  private void locate(Object keys, Map<String, Storage> known, long begin) throws IOException {
    long at = begin;
    for (Object key : keys instanceof List<?> list ? list : List.of()) {
      Storage storage = key instanceof String text ? known.get(text) : null;
      if (storage == null) {
        throw bad("storages that tensors lie on", "another after byte " + begin);
      }
      requireThere(storage, at);
      places.put(storage.key(), at + Long.BYTES);
      at += Long.BYTES + storage.bytes();
    }
  }

  private void requireThere(Storage storage, long at) throws IOException {
    long count = take(at, Long.BYTES).getLong();
    long left = channel.size() - at - Long.BYTES;
    if (count != storage.count() || storage.bytes() > left) {
      throw bad(
          "%d numbers at byte %d".formatted(storage.count(), at),
          "%d in %d bytes".formatted(count, left));
    }
  }

  @Override
  public float[] read(Storage storage) throws IOException {
    Long place = places.get(storage.key());
    if (place == null) {
      throw bad("the numbers of every storage", "one without");
    }
    float[] numbers = new float[(int) storage.count()];
    storage.dtype().decode(take(place, storage.bytes()), numbers, 0, numbers.length);
    return numbers;
  }

  private ByteBuffer take(long position, long bytes) throws IOException {
    if (bytes > channel.size() - position || bytes > Integer.MAX_VALUE - 8) {
      throw bad("%d bytes at byte %d".formatted(bytes, position), "the end of the file");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("a file that became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private BadWeightsException bad(String expected, String found) {
    return new BadWeightsException("%s: expected %s, found %s".formatted(file, expected, found));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
