package dev.routeface.sdk.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A run's log: JSON lines, cut back to the last saved state when a run goes on. */
public final class RunLog implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  /**
   * @param length bytes that count; what a killed run wrote after its last state is dropped
   * @throws BadDataException if the file is shorter, or another training writes to it
   */
  RunLog(Path file, long length) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      requireAlone();
      requireLength(length);
      channel.truncate(length);
      channel.position(channel.size());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Two processes on one run would write over each other. The lock dies with its process. */
  private void requireAlone() throws IOException {
    if (!locked()) {
      channel.close();
      throw new BadDataException(
          file + ": expected a run that nobody trains, found another training at work on it");
    }
  }

  private boolean locked() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // the other one is in this very process
    }
  }

  private void requireLength(long length) throws IOException {
    long found = channel.size();
    if (found < length) {
      channel.close();
      throw new BadDataException(
          "%s: expected the log of the saved state, at least %d bytes, found %d"
              .formatted(file, length, found));
    }
  }

  /** Appends one line. */
  void write(String event, ObjectNode fields) {
    ObjectNode line = Fields.object().put("event", event);
    line.setAll(fields);
    try {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes what was written durable; the length belongs into the state that is saved next. */
  long sync() {
    try {
      channel.force(false);
      return channel.size();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** All lines of a log that say {@code event}. */
  public static List<ObjectNode> read(Path file, String event) {
    List<ObjectNode> found = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        ObjectNode node = (ObjectNode) Fields.MAPPER.readTree(line);
        if (node.path("event").asText().equals(event)) {
          found.add(node);
        }
      }
    } catch (JsonProcessingException e) {
      throw new BadDataException(
          file + ": expected JSON lines, found " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + Reason.of(e), e);
    }
    return found;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
  }
}
