package dev.routeface.eval.features;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a pack, on this machine's disk or on any file system that reads by position. */
public interface PackInput extends Closeable {
  /** For messages. */
  String name();

  long size() throws IOException;

  /** The bytes from {@code at} on, fewer only where the file ends. */
  ByteBuffer read(long at, int bytes) throws IOException;

  /** How many of these bytes the file has. */
  default int available(long at, int bytes) throws IOException {
    return (int) Math.min(bytes, Math.max(0, size() - at));
  }

  /** A file of this machine. Takes the channel over. */
  static PackInput of(Path file, FileChannel channel) {
    return new PackInput() {
      @Override
      public String name() {
        return file.toString();
      }

      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public ByteBuffer read(long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(available(at, bytes));
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, at + buffer.position()) < 0) {
            throw new EOFException("a file that became shorter while it was read");
          }
        }
        return buffer.flip();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
