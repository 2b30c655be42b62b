package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureShardsTest {
  private static final String SOURCE = Sha256.ofText("a test");

  @TempDir Path folder;
  private final AtomicInteger made = new AtomicInteger();

  private float[] vector(int row) {
    made.incrementAndGet();
    return new float[] {row, -row / 3f};
  }

  private PackWriter.Content content(int rows) {
    List<String> paths = IntStream.range(0, rows).mapToObj(row -> "a/" + row + ".png").toList();
    return new PackWriter.Content(SOURCE, paths, 2, PackWriter.Vectors.rows(this::vector));
  }

  private void write(int rows, int rowsPerFile) {
    FeatureShards.write(folder, content(rows), rowsPerFile, Progress.NONE);
  }

  private FeatureSource open() {
    return FeatureSource.open(folder, "_x.bin", Progress.NONE);
  }

  @Test
  void areReadAsOnePack() throws IOException {
    Path pack = folder.resolve("pack.safetensors");
    PackWriter.write(pack, content(25), Progress.NONE);
    List<String> wanted = List.of("a/24.png", "a/0.png", "a/9.png", "a/10.png", "a/19.png");
    Rows expected = FeatureSource.open(pack, "_x.bin", Progress.NONE).read(wanted, Progress.NONE);
    Files.delete(pack);
    write(25, 10);
    FeatureSource shards = assertInstanceOf(FeatureShards.class, open());
    Rows found = shards.read(wanted, Progress.NONE);
    assertEquals(5, found.size());
    for (int row = 0; row < 5; row++) {
      assertArrayEquals(expected.row(row), found.row(row));
    }
    assertArrayEquals(
        new String[] {
          "part-00000-of-00003.safetensors",
          "part-00001-of-00003.safetensors",
          "part-00002-of-00003.safetensors"
        },
        files());
  }

  private String[] files() {
    String[] files = folder.toFile().list();
    Arrays.sort(files);
    return files;
  }

  @Test
  void whatIsFinishedIsNotMadeAgain() throws IOException {
    write(25, 10);
    Files.delete(folder.resolve("part-00001-of-00003.safetensors"));
    made.set(0);
    write(25, 10);
    assertEquals(10, made.get());
    assertArrayEquals(
        new float[] {14, -14 / 3f}, open().read(List.of("a/14.png"), Progress.NONE).row(0));
  }

  @Test
  void aShardOfOtherFeaturesIsMadeAgain() {
    write(25, 10);
    made.set(0);
    FeatureShards.write(
        folder,
        new PackWriter.Content(
            Sha256.ofText("other"), content(25).paths(), 2, PackWriter.Vectors.rows(this::vector)),
        10,
        Progress.NONE);
    assertEquals(25, made.get());
  }

  @Test
  void readIntoMemoryTheyAreWhatIsMapped() throws IOException {
    write(9000, 9000);
    Path file = folder.resolve("part-00000-of-00001.safetensors");
    try (PackInput input = PackInput.of(file, FileChannel.open(file))) {
      PackIndex index = PackIndex.of(input);
      assertEquals(new PackIndex(9000, 2, SOURCE), index);
      assertEquals(content(9000).paths(), PackIndex.paths(input));
      FeaturePack read = FeaturePack.read(input, Progress.NONE);
      FeaturePack mapped = FeaturePack.open(file, Progress.NONE);
      assertEquals(mapped.paths(), read.paths());
      for (int row : new int[] {0, 4095, 4096, 8999}) {
        assertArrayEquals(mapped.rows().row(row), read.rows().row(row));
      }
    }
  }

  @Test
  void damageIsFoundInMemoryToo() throws IOException {
    write(5000, 5000);
    Path file = folder.resolve("part-00000-of-00001.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[PackLayout.HEADER + 4500 * 8] ^= 1;
    Files.write(file, bytes);
    try (PackInput input = PackInput.of(file, FileChannel.open(file))) {
      assertEquals(
          file
              + ": expected the digest that rows 4096 to 4999 were written with, found another: damaged",
          assertThrows(BadInputException.class, () -> FeaturePack.read(input, Progress.NONE))
              .getMessage());
    }
  }

  @Test
  void namesWhatIsMissingOrTooMuch() throws IOException {
    write(25, 10);
    assertEquals(
        folder + ": expected features for each of 2 paths, 1 is missing: b.png",
        assertThrows(
                MissingFeaturesException.class,
                () -> open().requireAll(List.of("a/1.png", "b.png")))
            .getMessage());
    assertEquals(
        folder
            + ": expected room for part-00000-of-00005.safetensors and so on, found"
            + " part-00000-of-00003.safetensors",
        assertThrows(BadInputException.class, () -> write(25, 5)).getMessage());
    Path last = folder.resolve("part-00002-of-00003.safetensors");
    Files.copy(last, folder.resolve("part-00002-of-00004.safetensors"));
    assertEquals(
        folder
            + ": expected the shards of one writing, part-00000-of-00003.safetensors and so on,"
            + " found part-00002-of-00004.safetensors too",
        refused());
    Files.delete(folder.resolve("part-00002-of-00004.safetensors"));
    Files.delete(last);
    assertEquals(folder + ": expected part-00002-of-00003.safetensors, found none", refused());
    Files.copy(folder.resolve("part-00000-of-00003.safetensors"), last);
    assertEquals(
        folder + ": expected every path in one shard, found 20 paths for 30 rows", refused());
    Files.delete(last);
    PackWriter.write(
        last,
        new PackWriter.Content(
            SOURCE, List.of("c"), 3, PackWriter.Vectors.rows(row -> new float[3])),
        Progress.NONE);
    assertEquals(folder + ": expected shards of one dimension, found 2 and 3", refused());
  }

  private String refused() {
    return assertThrows(BadInputException.class, this::open).getMessage();
  }

  @Test
  void aFolderOfFilesIsStillATree() {
    FeatureFile.write(folder.resolve("part-1.png_x.bin"), new float[] {1});
    assertTrue(open() instanceof FeatureTree);
  }
}
