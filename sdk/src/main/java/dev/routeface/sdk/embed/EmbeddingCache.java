package dev.routeface.sdk.embed;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Embeddings of a data set and its mirror images, computed once per embedder and kept in a folder.
 * A file's name is the digest of everything its content depends on: embedder, images, preparation.
 *
 * <p>Layout, little-endian: 8 bytes {@code RFEMB001}, int32 rows, int32 dimension, then rows of
 * float32. Read through a memory map, so that millions of rows cost no heap.
 *
 * @param folder where the files lie; made when needed
 */
public record EmbeddingCache(Path folder) {
  private static final long MAGIC = 0x3130_3042_4D45_4652L; // "RFEMB001"
  private static final int HEADER = 16;
  private static final int CHUNK = 1 << 16;

  /**
   * Embeddings with mirrors as of {@link Embeddings#withMirrors}, from the file or computed now.
   *
   * @throws BadDataException if the file is damaged; deleting it is the cure
   */
  public UnitVectors withMirrors(Embedder embedder, FacePixels faces, Progress progress) {
    Path file = folder.resolve(key(embedder, faces) + ".emb");
    requireMappable(2L * faces.size() * embedder.dimension());
    if (!Files.exists(file)) {
      write(file, Embeddings.withMirrors(embedder, faces, progress));
    }
    return read(file, 2 * faces.size(), embedder.dimension());
  }

  /** One memory map reaches 2 GiB; larger data sets need a file in several maps. */
  private static void requireMappable(long floats) {
    if (HEADER + 4 * floats > Integer.MAX_VALUE) {
      throw new BadDataException(
          "expected embeddings of at most 2 GiB in one cache file, found %d MiB; use targets ONLINE"
              .formatted(floats >> 18));
    }
  }

  private static String key(Embedder embedder, FacePixels faces) {
    return Sha256.ofText(
        String.join(
            "\n",
            "with-mirrors",
            embedder.sha256(),
            faces.sha256(),
            embedder.preparation().toString()));
  }

  private static void write(Path file, UnitVectors vectors) {
    DurableFile.write(
        file,
        out -> {
          ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
          header.putLong(MAGIC).putInt(vectors.size()).putInt(vectors.dimension());
          out.write(header.array());
          writeFloats(out, vectors.values().duplicate().rewind());
        });
  }

  private static void writeFloats(OutputStream out, FloatBuffer values) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      chunk.clear();
      while (chunk.hasRemaining() && values.hasRemaining()) {
        chunk.putFloat(values.get());
      }
      out.write(chunk.array(), 0, chunk.position());
    }
  }

  private static UnitVectors read(Path file, int rows, int dimension) {
    long expected = HEADER + 4L * rows * dimension;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != expected) {
        throw damaged(file, "expected %d bytes, found %d".formatted(expected, channel.size()));
      }
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, expected).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getLong(0) != MAGIC || bytes.getInt(8) != rows || bytes.getInt(12) != dimension) {
        throw damaged(
            file, "expected %d rows of %d, found another header".formatted(rows, dimension));
      }
      bytes.position(HEADER);
      return new UnitVectors(
          dimension, bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  private static BadDataException damaged(Path file, String why) {
    return new BadDataException(file + ": " + why + "; delete the file to compute it again");
  }
}
