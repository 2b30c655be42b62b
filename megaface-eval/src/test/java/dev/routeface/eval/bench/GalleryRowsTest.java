package dev.routeface.eval.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryRowsTest {
  private static final int DIMENSION = 4;

  @TempDir Path folder;

  /** Embeddings of which the third is that of a failure. */
  private UnitVectors packed(int count) {
    UnitVectors rows = Fixture.random(count, DIMENSION, 3);
    PackWriter.write(
        folder.resolve("some.safetensors"),
        new PackWriter.Content(
            "0".repeat(64),
            IntStream.range(0, count).mapToObj(i -> i + ".jpg").toList(),
            DIMENSION,
            PackWriter.Vectors.rows(i -> i == 2 ? new float[DIMENSION] : rows.row(i))),
        Progress.NONE);
    return rows;
  }

  @Test
  void takesQueriesEvenlyAndAllOthersForTheGallery() {
    UnitVectors all = packed(8);
    GalleryRows rows = GalleryRows.of(folder.resolve("some.safetensors"), 3);
    assertTrue(rows.real());
    assertEquals(
        "some.safetensors: 4 embeddings, and as many as needed of these with up to half of another"
            + " added",
        rows.origin());
    assertRows(all.select(new int[] {0, 3, 5}), rows.queries());
    assertRows(all.select(new int[] {1, 4, 6, 7}), rows.seeds());
  }

  @Test
  void mixesMoreRowsThanThereAreTheSameInBlocksOfAnySize() {
    packed(8);
    GalleryRows rows = GalleryRows.of(folder.resolve("some.safetensors"), 3);
    UnitVectors together = rows.block(0, 10);
    assertRows(rows.seeds(), together.select(new int[] {0, 1, 2, 3}));
    assertRows(together.select(new int[] {6, 7, 8}), rows.block(6, 3));
    assertTrue(together.cosine(1, 5) > 0.5 && together.cosine(1, 5) < 1);
  }

  private static void assertRows(UnitVectors expected, UnitVectors found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.row(i), found.row(i), 1e-6f, Arrays.toString(found.row(i)));
    }
  }

  @Test
  void drawsClustersWithoutAFile() {
    GalleryRows rows = GalleryRows.synthetic(5, 16);
    assertFalse(rows.real());
    assertEquals(5, rows.queries().size());
    assertEquals(9995, rows.seeds().size());
    assertEquals(
        "synthetic: 2500 clusters of 4 with falling energy, and as many as needed of these with up"
            + " to half of another added",
        rows.origin());
    assertTrue(rows.seeds().cosine(0, 1) > 0.2);
  }

  @Test
  void refusesAFileWithTooFewEmbeddings() {
    packed(4);
    Path file = folder.resolve("some.safetensors");
    assertEquals(
        file + ": expected more than 3 embeddings, found 3",
        assertThrows(BadDataException.class, () -> GalleryRows.of(file, 3)).getMessage());
  }
}
