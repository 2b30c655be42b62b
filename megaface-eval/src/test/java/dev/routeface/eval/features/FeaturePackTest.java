package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturePackTest {
  private static final int ROWS = 2 * PackLayout.BLOCK + 100;
  private static final String SOURCE = Sha256.ofText("a test");

  @TempDir Path folder;

  private static float[] vector(int row) {
    return new float[] {row, -row / 3f, 0.5f};
  }

  private static float[][] vectors(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(FeaturePackTest::vector)
        .toArray(float[][]::new);
  }

  private static List<String> paths(int rows) {
    return IntStream.range(0, rows).mapToObj(row -> "a/" + row + ".png").toList();
  }

  private Path pack(int rows) {
    return pack(new PackWriter.Content(SOURCE, paths(rows), 3, FeaturePackTest::vectors));
  }

  private Path pack(PackWriter.Content content) {
    Path file = folder.resolve("features.safetensors");
    PackWriter.write(file, content, Progress.NONE);
    return file;
  }

  @Test
  void givesBackWhatWasPacked() {
    FeaturePack pack = FeaturePack.open(pack(ROWS), Progress.NONE);
    assertEquals(paths(ROWS), pack.paths());
    assertEquals(SOURCE, pack.source());
    assertEquals(ROWS, pack.rows().size());
    for (int row : new int[] {0, 1, PackLayout.BLOCK - 1, PackLayout.BLOCK, ROWS - 1}) {
      assertArrayEquals(vector(row), pack.rows().row(row));
    }
    Rows few = pack.read(List.of("a/5000.png", "a/3.png"), Progress.NONE);
    assertEquals(2, few.size());
    assertArrayEquals(vector(5000), few.row(0));
    assertArrayEquals(vector(3), few.row(1));
    assertFalse(Files.exists(folder.resolve("features.safetensors.part")));
  }

  /** The layout that any safetensors reader expects, written out by hand for two rows. */
  @Test
  void isASafetensorsFile() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(pack(2))).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(4088, bytes.getLong(0));
    String json = new String(bytes.array(), 8, 4088, StandardCharsets.UTF_8);
    assertEquals(
        Fields.MAPPER.readTree(
            """
            {"__metadata__": {"format": "routeface-features-1", "pathsSha256": "%s",
                "source": "%s"},
             "features": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
             "paths": {"dtype": "U8", "shape": [16], "data_offsets": [24, 40]},
             "digests": {"dtype": "U8", "shape": [1, 32], "data_offsets": [40, 72]}}
            """
                .formatted(Sha256.ofText("a/0.png\na/1.png\n"), SOURCE)),
        Fields.MAPPER.readTree(json));
    assertEquals(1 / -3f, bytes.getFloat(4096 + 4 * 4));
    assertEquals("a/0.png\na/1.png\n", new String(bytes.array(), 4120, 16, StandardCharsets.UTF_8));
    assertEquals(4096 + 72, bytes.capacity());
  }

  @Test
  void goesOnWithABlockThatIsWhole() {
    PackWriter.Vectors failing =
        (first, count) -> {
          if (first >= PackLayout.BLOCK) {
            throw new IllegalStateException("killed");
          }
          return vectors(first, count);
        };
    assertThrows(
        IllegalStateException.class,
        () -> pack(new PackWriter.Content(SOURCE, paths(ROWS), 3, failing)));
    assertFalse(Files.exists(folder.resolve("features.safetensors")), "half a pack is none");
    AtomicInteger asked = new AtomicInteger();
    Path file =
        pack(
            new PackWriter.Content(
                SOURCE,
                paths(ROWS),
                3,
                (first, count) -> {
                  asked.addAndGet(count);
                  return vectors(first, count);
                }));
    assertEquals(ROWS - PackLayout.BLOCK, asked.get(), "vectors made again");
    assertArrayEquals(vector(7), FeaturePack.open(file, Progress.NONE).rows().row(7));
  }

  @Test
  void makesATornBlockAgainAndAnotherSourceAnew() throws IOException {
    Path part = folder.resolve("features.safetensors.part");
    Files.move(pack(ROWS), part);
    flip(part, PackLayout.HEADER + 5);
    AtomicInteger asked = new AtomicInteger();
    PackWriter.Vectors counted =
        (first, count) -> {
          asked.addAndGet(count);
          return vectors(first, count);
        };
    Path file = pack(new PackWriter.Content(SOURCE, paths(ROWS), 3, counted));
    assertEquals(PackLayout.BLOCK, asked.get(), "vectors of the torn block");
    Files.move(file, part);
    asked.set(0);
    pack(new PackWriter.Content(Sha256.ofText("other"), paths(ROWS), 3, counted));
    assertEquals(ROWS, asked.get(), "all vectors");
  }

  @Test
  void namesTheRowsThatAreDamaged() throws IOException {
    Path file = pack(ROWS);
    flip(file, PackLayout.HEADER + (PackLayout.BLOCK + 3) * 12);
    assertEquals(
        file
            + ": expected the digest that rows 4096 to 8191 were written with, found another: damaged",
        refused(file));
  }

  @Test
  void refusesDamageAnywhere() throws IOException {
    Path file = pack(ROWS);
    long length = Files.size(file);
    for (long at : new long[] {0, 20, 3000, length - 1, length - 100, length - 2000}) {
      flip(file, at);
      refused(file);
      flip(file, at);
    }
    FeaturePack.open(file, Progress.NONE);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(length - 1);
    }
    assertEquals(
        "%s: expected %d bytes for %d rows of 3, found %d"
            .formatted(file, length, ROWS, length - 1),
        refused(file));
    Files.writeString(file, "no pack");
    assertEquals(
        file + ": expected a pack of features, found a file that is not safetensors",
        refused(file));
    Files.delete(file);
    assertEquals(file + ": expected a readable pack, found no such file", refused(file));
  }

  @Test
  void namesEveryPathThatIsMissing() {
    FeaturePack pack = FeaturePack.open(pack(3), Progress.NONE);
    List<String> wanted =
        List.of("a/1.png", "b/1.png", "b/2.png", "b/3.png", "b/4.png", "b/5.png", "b/6.png");
    MissingFeaturesException e =
        assertThrows(MissingFeaturesException.class, () -> pack.read(wanted, Progress.NONE));
    assertEquals(wanted.subList(1, 7), e.missing());
    assertTrue(
        e.getMessage()
            .endsWith(
                ": expected features for each of 7 paths, 6 are missing: b/1.png, b/2.png,"
                    + " b/3.png, b/4.png, b/5.png, ..."),
        e.getMessage());
  }

  @Test
  void refusesPathsOfTwoLines() {
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () ->
                pack(new PackWriter.Content(SOURCE, List.of("a\nb"), 3, FeaturePackTest::vectors)));
    assertEquals("expected paths of one line, found a line break in \"a\nb\"", e.getMessage());
  }

  @Test
  void packsATreeAsItIs() {
    FeatureTree tree = new FeatureTree(folder.resolve("tree"), "_x.bin");
    FeatureFile.write(folder.resolve("tree/b/2.png_x.bin"), new float[] {3, 4});
    FeatureFile.write(folder.resolve("tree/a/1.png_x.bin"), new float[] {1, 2});
    FeatureFile.write(folder.resolve("tree/a/1.png_y.bin"), new float[] {9});
    assertEquals(List.of("a/1.png", "b/2.png"), tree.paths());
    Path file = pack(PackWriter.Content.of(tree, tree.paths()));
    Rows rows = FeaturePack.open(file, Progress.NONE).rows();
    assertArrayEquals(new float[] {1, 2}, rows.row(0));
    assertArrayEquals(new float[] {3, 4}, rows.row(1));
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 0x40);
    }
  }

  private static String refused(Path file) {
    return assertThrows(BadInputException.class, () -> FeaturePack.open(file, Progress.NONE))
        .getMessage();
  }

  private Path safetensors(String header, int rest) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + rest).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("made-up.safetensors"), bytes.array());
  }

  private static final String MADE_UP =
      "{\"features\": {\"dtype\": \"%s\", \"shape\": [2, 3], \"data_offsets\": [0, 24]}}";

  @Test
  void saysWhatAnotherFileHoldsInPlaceOfAPack() throws IOException {
    Path half = safetensors(MADE_UP.formatted("F16"), 12);
    String another = half + ": expected a pack of features, found another file: header";
    assertEquals(another + " at $.features.dtype: expected F32, found \"F16\"", refused(half));
    safetensors(MADE_UP.formatted("U8"), 12);
    assertEquals(another + " at $.features.dtype: expected F32, found \"U8\"", refused(half));
    safetensors(MADE_UP.formatted("F32"), 24);
    assertEquals(another + " at $.paths: missing key", refused(half));
    safetensors("{\"embeddings\": {}}", 24);
    assertEquals(another + " at $.features: missing key", refused(half));
    safetensors("{" + " ".repeat(PackLayout.HEADER), 0);
    assertEquals(
        half + ": expected a pack of features with a header of 4088 bytes, found one of 4097",
        refused(half));
  }

  @Test
  void saysWhereAHeaderIsCutOrOfOtherOffsets() throws IOException {
    byte[] header = new PackLayout(2, 3, 4, Sha256.ofText(""), SOURCE).header().array();
    Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(header, 1000));
    assertEquals(
        file + ": expected a header of 4088 bytes, found 992: the file is cut", refused(file));
    String moved = new String(header, StandardCharsets.ISO_8859_1).replace("[0,24]", "[0,25]");
    Files.write(file, moved.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        file + ": expected the header that a pack of these shapes has, found another one",
        refused(file));
  }

  @Test
  void digestsFollowEveryPathAndEveryFeature() throws IOException {
    FeaturePack two = FeaturePack.open(pack(2), Progress.NONE);
    FeatureDigest digest = two.digest(two.paths(), two.rows());
    assertEquals("every path and feature of the pack, read or not", digest.covers());
    assertEquals(two.sha256(), FeaturePack.open(pack(2), Progress.NONE).sha256());
    pack(
        new PackWriter.Content(SOURCE, List.of("a/0.png", "a/2.png"), 3, FeaturePackTest::vectors));
    Path file = folder.resolve("features.safetensors");
    assertNotEquals(two.sha256(), FeaturePack.open(file, Progress.NONE).sha256(), "another path");
    PackWriter.Vectors others =
        (first, count) -> {
          float[][] rows = vectors(first, count);
          rows[1][2] += 1;
          return rows;
        };
    pack(new PackWriter.Content(SOURCE, paths(2), 3, others));
    assertNotEquals(two.sha256(), FeaturePack.open(file, Progress.NONE).sha256(), "a feature");
  }

  @Test
  void saysThatPathsAreDamaged() throws IOException {
    Path file = pack(2);
    flip(file, PackLayout.HEADER + 2 * 12);
    assertEquals(
        file + ": expected the digest that its paths were written with, found another: damaged",
        refused(file));
  }

  /** Sizes whose bytes an int cannot count: 2^30 floats a row are 0 bytes a row. */
  @Test
  void refusesSizesThatWrapAround() throws IOException {
    Path file = folder.resolve("wrapped.safetensors");
    PackLayout layout = new PackLayout(1, 1 << 30, 2, Sha256.ofText("a\n"), SOURCE);
    byte[] bytes = Arrays.copyOf(layout.header().array(), (int) layout.fileBytes());
    Files.write(file, bytes);
    assertEquals(
        file
            + ": expected a pack of features, found another file: header at $.features: expected at most 2147479551 rows of 65536, found 1 of 1073741824",
        refused(file));
  }
}
