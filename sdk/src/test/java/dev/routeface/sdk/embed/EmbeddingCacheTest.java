package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three faces and their mirror images in four dimensions: a file of 16 + 6 * 16 bytes. */
class EmbeddingCacheTest {
  private final MeanColour embedder = MeanColour.named("e");
  private final FacePixels faces = faces(3);
  @TempDir Path folder;

  @Test
  void givesTheEmbeddingsThatItWasGiven() {
    UnitVectors computed = Embeddings.withMirrors(MeanColour.named("e"), faces, Progress.NONE);
    for (int time = 0; time < 2; time++) {
      UnitVectors cached = get();
      assertEquals(6, cached.size());
      for (int row = 0; row < 6; row++) {
        assertArrayEquals(computed.row(row), cached.row(row), "time " + time);
      }
    }
  }

  @Test
  void computesOnceAndThenReadsTheFile() {
    get();
    int calls = embedder.calls().get();
    assertEquals(1, calls);
    get();
    assertEquals(calls, embedder.calls().get());
    assertEquals(1, files().size());
  }

  @Test
  void theFileIsLaidOutAsItSays() throws IOException {
    UnitVectors rows = get();
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    file.get(magic);
    assertEquals("RFEMB001", new String(magic, StandardCharsets.US_ASCII));
    assertEquals(6, file.getInt());
    assertEquals(4, file.getInt());
    for (int row = 0; row < 6; row++) {
      for (float value : rows.row(row)) {
        assertEquals(value, file.getFloat());
      }
    }
    assertEquals(0, file.remaining());
  }

  @Test
  void manyRowsFillMoreThanOneChunk() {
    FacePixels many = faces(2100); // 67,200 bytes of floats, chunks of 65,536
    EmbeddingCache cache = new EmbeddingCache(folder);
    UnitVectors cached = cache.withMirrors(embedder, many, Progress.NONE);
    UnitVectors computed = Embeddings.withMirrors(embedder, many, Progress.NONE);
    for (int row : new int[] {0, 4095, 4096, 4199}) {
      assertArrayEquals(computed.row(row), cached.row(row));
    }
  }

  @Test
  void everythingThatChangesTheEmbeddingsHasAFileOfItsOwn() {
    EmbeddingCache cache = new EmbeddingCache(folder);
    Preparation bgr =
        new Preparation(
            8, Preparation.ChannelOrder.BGR, MeanColour.PLAIN.mean(), MeanColour.PLAIN.scale());
    cache.withMirrors(embedder, faces, Progress.NONE);
    cache.withMirrors(MeanColour.named("f"), faces, Progress.NONE);
    cache.withMirrors(new MeanColour(bgr, "e", new AtomicInteger()), faces, Progress.NONE);
    cache.withMirrors(embedder, faces(4), Progress.NONE);
    assertEquals(4, files().size());
    cache.withMirrors(embedder, faces(200), Progress.NONE);
    cache.withMirrors(embedder, faces(200, 8), Progress.NONE);
    cache.withMirrors(embedder, faces(200, 9), Progress.NONE);
    assertEquals(7, files().size(), "an unreadable image moves the rows behind it");
  }

  @Test
  void aCutFileIsAnErrorWithItsCure() throws IOException {
    byte[] content = written();
    for (int length : new int[] {0, 15, 16, 111}) {
      Files.write(file(), Arrays.copyOf(content, length));
      assertRefused("expected 112 bytes, found " + length);
    }
    Files.write(file(), Arrays.copyOf(content, 113));
    assertRefused("expected 112 bytes, found 113");
  }

  @Test
  void aForeignFileIsAnErrorWithItsCure() throws IOException {
    byte[] content = written();
    for (int place : new int[] {0, 7, 8, 12}) { // magic, version, rows, dimension
      byte[] changed = content.clone();
      changed[place] ^= 1;
      Files.write(file(), changed);
      assertRefused("expected 6 rows of 4, found another header");
    }
  }

  @Test
  void rowsThatAreNoUnitVectorsAreAnErrorWithItsCure() throws IOException {
    byte[] content = written();
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putFloat(32, Float.NaN);
    Files.write(file(), content);
    assertRefused("expected unit vectors, found length NaN in row 1");
  }

  @Test
  void deletingTheFileIsTheCure() throws IOException {
    written();
    Files.write(file(), new byte[3]);
    Files.delete(file());
    assertEquals(6, get().size());
  }

  private byte[] written() throws IOException {
    get();
    return Files.readAllBytes(file());
  }

  private void assertRefused(String what) {
    assertEquals(
        file() + ": " + what + "; delete the file to compute it again",
        assertThrows(BadDataException.class, this::get).getMessage());
  }

  private UnitVectors get() {
    return new EmbeddingCache(folder).withMirrors(embedder, faces, Progress.NONE);
  }

  private Path file() {
    assertEquals(1, files().size());
    return files().get(0);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FacePixels faces(int count, Integer... unreadable) {
    return FacePixels.open(new FewFaces(count, Set.of(unreadable)), 8, Progress.NONE);
  }
}
