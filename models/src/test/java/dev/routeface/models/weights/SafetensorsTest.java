package dev.routeface.models.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  /**
   * Written by Python's safetensors 0.8.0 with numpy 2.4.6: {@code save({"a.weight": (2, 3),
   * "b.bias": (2,), "c.scalar": (), "d.empty": (0, 4)}, metadata={"format": "routeface"})}, all
   * float32.
   */
  private static final String BY_PYTHON =
      "IAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJyb3V0ZWZhY2UifSwiYS53ZWlnaHQiOnsiZHR5cGUi"
          + "OiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzAsMjRdfSwiYi5iaWFzIjp7ImR0eXBlIjoi"
          + "RjMyIiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbMjQsMzJdfSwiYy5zY2FsYXIiOnsiZHR5cGUiOiJG"
          + "MzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzMyLDM2XX0sImQuZW1wdHkiOnsiZHR5cGUiOiJGMzIi"
          + "LCJzaGFwZSI6WzAsNF0sImRhdGFfb2Zmc2V0cyI6WzM2LDM2XX19ICAAAIA/AACAvwAAwH8BAIB/AAAAgAEA"
          + "AAAAAAA/AAAAwAAA6EA=";

  /** As above: {@code save({"h": float16 (8,)})}. */
  private static final String HALVES_BY_PYTHON =
      "OAAAAAAAAAB7ImgiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzhdLCJkYXRhX29mZnNldHMiOlswLDE2XX19IAA8"
          + "AID/ewEA/wMAfAD8VTU=";

  /** As above: {@code save({"n": int64 (1,), "w": float32 (1,)})}. */
  private static final String INTEGERS_BY_PYTHON =
      "cAAAAAAAAAB7Im4iOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlswLDhdfSwidyI6"
          + "eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzgsMTJdfX0gICAgAwAAAAAAAAAA"
          + "AIA/";

  /** As Python's json and struct write two whole numbers of four bytes, then the same float. */
  private static final String SHORT_INTEGERS_BY_PYTHON =
      "cAAAAAAAAAB7Im4iOnsiZHR5cGUiOiJJMzIiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlswLDhdfSwidyI6"
          + "eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzgsMTJdfX0gICAgAwAAAAQAAAAAAIA/";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("w.safetensors");
  }

  @Test
  void readsAFileOfTheReferenceImplementation() throws IOException {
    Weights weights = read(decoded(BY_PYTHON));
    assertEquals(byPython(), weights);
    assertEquals(
        List.of("a.weight", "b.bias", "c.scalar", "d.empty"),
        List.copyOf(weights.tensors().keySet()));
  }

  /** The same bytes, so the reference implementation reads ours. */
  @Test
  void writesTheBytesOfTheReferenceImplementation() throws IOException {
    Safetensors.write(file, byPython());
    assertArrayEquals(decoded(BY_PYTHON), Files.readAllBytes(file));
  }

  @Test
  void widensHalves() throws IOException {
    assertArrayEquals(
        new float[] {
          1f,
          -0f,
          65504f,
          0x1p-24f,
          0x3ffp-24f,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          0x1.554p-2f
        },
        read(decoded(HALVES_BY_PYTHON)).tensor("h").data());
  }

  @Test
  void readsWhatItWroteAndWritesWhatItRead() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      Weights weights = random(new SplittableRandom(seed));
      Safetensors.write(file, weights);
      byte[] bytes = Files.readAllBytes(file);
      Weights read = Safetensors.read(file);
      assertEquals(weights, read, "seed " + seed);
      assertEquals(List.copyOf(weights.tensors().keySet()), List.copyOf(read.tensors().keySet()));
      assertEquals(
          0,
          (8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong()) % 8,
          "numbers start at a multiple of 8");
      Safetensors.write(file, read);
      assertArrayEquals(bytes, Files.readAllBytes(file), "seed " + seed);
    }
  }

  @Test
  void readsArraysLongerThanItsBuffer() {
    float[] data = new float[(1 << 18) * 2 + 1021];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    Weights weights = Weights.of(List.of(new Tensor("long", List.of(data.length), data)));
    Safetensors.write(file, weights);
    assertEquals(weights, Safetensors.read(file));
  }

  @Test
  void findsTensorsByOffsetWhateverTheOrderOfTheKeys() throws IOException {
    Weights weights =
        read(
            file(
                """
                {"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
                 "a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}""",
                floats(1, 2)));
    assertEquals(List.of("b", "a"), List.copyOf(weights.tensors().keySet()));
    assertArrayEquals(new float[] {2}, weights.tensor("b").data());
    assertArrayEquals(new float[] {1}, weights.tensor("a").data());
  }

  @Test
  void readsAFileWithoutTensors() throws IOException {
    assertEquals(Weights.of(List.of()), read(file("{}", new byte[0])));
  }

  @Test
  void acceptsOnlyTheContentThatACardNames() {
    Safetensors.write(file, byPython());
    String digest = Sha256.ofFile(file);
    assertEquals(byPython(), Safetensors.read(file, digest));
    String other = "0".repeat(64);
    assertEquals(
        file + ": expected the content with SHA-256 " + other + ", found " + digest,
        assertThrows(BadWeightsException.class, () -> Safetensors.read(file, other)).getMessage());
  }

  @Test
  void refusesOtherNumberFormatsByName() {
    refuses(
        " at $.n.dtype: expected one of F32, F16, BF16, F64, I64, found \"I32\"",
        decoded(SHORT_INTEGERS_BY_PYTHON));
  }

  @Test
  void readsCountsOfBatchesAsFloats() throws IOException {
    Files.write(file, decoded(INTEGERS_BY_PYTHON));
    Weights weights = Safetensors.read(file);
    assertEquals(new Tensor("n", List.of(1), new float[] {3}), weights.tensor("n"));
    assertEquals(new Tensor("w", List.of(1), new float[] {1}), weights.tensor("w"));
  }

  @Test
  void refusesTruncatedFiles() {
    byte[] whole = decoded(BY_PYTHON);
    refuses(": expected a header's length in 8 bytes, found 0 bytes", new byte[0]);
    refuses(": expected a header's length in 8 bytes, found 7 bytes", Arrays.copyOf(whole, 7));
    refuses(": expected a header of 2 to 92 bytes, found 288", Arrays.copyOf(whole, 100));
    refuses(
        ": expected 36 bytes after the header, found 35", Arrays.copyOf(whole, whole.length - 1));
  }

  @Test
  void refusesBytesAfterTheLastTensor() {
    byte[] whole = decoded(BY_PYTHON);
    refuses(
        ": expected 36 bytes after the header, found 37", Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void refusesForeignFiles() {
    refuses(
        ": expected a header of 2 to 12 bytes, found 727905341920923785",
        "\211PNG\r\n\032\n____________".getBytes(StandardCharsets.ISO_8859_1));
    refuses(
        ": expected a header of 2 to 8 bytes, found 18446744073709551615",
        new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0});
    refuses(
        ": expected a header of 2 to 2 bytes, found 1", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  }

  @Test
  void refusesHeadersThatAreNotJson() {
    refuses(
        ": expected a header in UTF-8, found other bytes",
        file(new byte[] {'{', (byte) 0xff, '}'}, new byte[0]));
    refuses(" at $: expected an object, found []", file("[]", new byte[0]));
    BadWeightsException e =
        assertThrows(BadWeightsException.class, () -> read(file("{\"a\":", new byte[0])));
    assertTrue(
        e.getMessage().startsWith(file + " at line 1: expected JSON, found "), e::getMessage);
  }

  @Test
  void refusesTheSameNameTwice() {
    refuses(
        " at line 1: expected JSON, found Duplicate field 'a'",
        file("{" + f32("a", "[1]", 0, 4) + "," + f32("a", "[1]", 4, 8) + "}", floats(1, 2)));
  }

  @Test
  void refusesHolesAndOverlaps() {
    refuses(
        " at $.b.data_offsets: expected to begin at 4, where the tensor before ends, found 8",
        file("{" + f32("a", "[1]", 0, 4) + "," + f32("b", "[1]", 8, 12) + "}", floats(1, 2, 3)));
    refuses(
        " at $.b.data_offsets: expected to begin at 8, where the tensor before ends, found 4",
        file("{" + f32("a", "[2]", 0, 8) + "," + f32("b", "[1]", 4, 8) + "}", floats(1, 2)));
    refuses(
        " at $.a.data_offsets: expected to begin at 0, where the tensor before ends, found 4",
        file("{" + f32("a", "[1]", 4, 8) + "}", floats(1, 2)));
  }

  @Test
  void refusesShapesThatDoNotMatchTheirBytes() {
    refuses(
        " at $.a.data_offsets: expected the bytes of F32 [2, 3], found 20 bytes",
        file("{" + f32("a", "[2,3]", 0, 20) + "}", floats(1, 2, 3, 4, 5)));
    refuses(
        " at $.a.data_offsets: expected the bytes of F32 [65536, 65536], found 0 bytes",
        file("{" + f32("a", "[65536,65536]", 0, 0) + "}", new byte[0]));
    refuses(
        " at $.a.shape[1]: expected a whole number from 0 to 2147483647, found -1",
        file("{" + f32("a", "[1,-1]", 0, 4) + "}", floats(1)));
  }

  @Test
  void refusesOffsetsThatAreNotARange() {
    refuses(
        " at $.a.data_offsets: expected [begin, end], found [8, 4]",
        file("{" + f32("a", "[1]", 8, 4) + "}", floats(1, 2)));
    refuses(
        " at $.a.data_offsets: expected [begin, end], found [0]",
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}", floats(1)));
  }

  @Test
  void refusesUnknownKeysAndMetadataThatIsNotText() {
    refuses(
        " at $.a.strides: unknown key; known here: dtype, shape, data_offsets",
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"strides\":[1]}}",
            floats(1)));
    refuses(
        " at $.__metadata__.epoch: expected a text, found 7",
        file("{\"__metadata__\":{\"epoch\":7}}", new byte[0]));
    refuses(
        " at $.: expected a tensor's name, found an empty text",
        file("{" + f32("", "[1]", 0, 4) + "}", floats(1)));
  }

  @Test
  void namesTheFileThatIsMissing() {
    assertEquals(
        file + ": expected a readable safetensors file, found no such file",
        assertThrows(BadWeightsException.class, () -> Safetensors.read(file)).getMessage());
  }

  @Test
  void refusesToWriteWhatCouldNotBeRead() {
    assertEquals(
        "expected a tensor's name and at most 2 GiB, found __metadata__ and 4 bytes",
        assertThrows(
                IllegalArgumentException.class, () -> Safetensors.write(file, one("__metadata__")))
            .getMessage());
    assertEquals(
        "expected names and metadata in Unicode, found half of a surrogate pair",
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, one("\ud83d")))
            .getMessage());
    assertTrue(Files.notExists(file));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = decoded(BY_PYTHON);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(BadWeightsException.class, () -> read(cut), "length " + length);
    }
  }

  /** A flip may give another valid file of as many numbers, but never another exception. */
  @Test
  void flippedBytesAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(20190424);
    byte[] whole = decoded(BY_PYTHON);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] flipped = whole.clone();
      int at = random.nextInt(whole.length);
      flipped[at] ^= (byte) random.nextInt(1, 256);
      try {
        assertEquals(9, floats(read(flipped)), "flip " + i + " at " + at);
      } catch (BadWeightsException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
        refused++;
      }
    }
    assertTrue(refused > 500 && refused < 1900, "refused " + refused);
  }

  private static int floats(Weights weights) {
    return weights.tensors().values().stream().mapToInt(tensor -> tensor.data().length).sum();
  }

  private void refuses(String message, byte[] content) {
    assertEquals(
        file + message, assertThrows(BadWeightsException.class, () -> read(content)).getMessage());
  }

  private Weights read(byte[] content) throws IOException {
    Files.write(file, content);
    return Safetensors.read(file);
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static Weights byPython() {
    float[] odd = {
      1f, -1f, bits(0x7fc00000), bits(0x7f800001), -0f, Float.MIN_VALUE,
    };
    return Weights.of(
        List.of(
            new Tensor("a.weight", List.of(2, 3), odd),
            new Tensor("b.bias", List.of(2), new float[] {0.5f, -2f}),
            new Tensor("c.scalar", List.of(), new float[] {7.25f}),
            new Tensor("d.empty", List.of(0, 4), new float[0])),
        Map.of("format", "routeface"));
  }

  private static float bits(int bits) {
    return Float.intBitsToFloat(bits);
  }

  private static Weights one(String name) {
    return Weights.of(List.of(new Tensor(name, List.of(), new float[1])));
  }

  /** Up to ten tensors of up to four dimensions, of any bits at all. */
  private static Weights random(SplittableRandom random) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = random.nextInt(11); i > 0; i--) {
      List<Integer> shape = random.ints(random.nextInt(5), 0, 6).boxed().toList();
      float[] data = new float[Tensor.elements(shape)];
      for (int k = 0; k < data.length; k++) {
        data[k] = Float.intBitsToFloat(random.nextInt());
      }
      tensors.add(new Tensor("t\"é\n" + random.nextInt(1000) + "." + i, shape, data));
    }
    return Weights.of(tensors, random.nextBoolean() ? Map.of() : Map.of("ключ", "\\ \u0000"));
  }

  private static String f32(String name, String shape, int begin, int end) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, shape, begin, end);
  }

  private static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  private static byte[] file(byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
