package dev.routeface.models.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadInputException;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir Path folder;

  /** What {@code make.py} makes of the places of numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"dtypes-zip.pth", "dtypes-plain.pth"})
  void readsEveryKindOfTensorInBothForms(String name) throws IOException {
    Map<String, Tensor> read = Checkpoint.read(ByPyTorch.file(folder, name)).weights().tensors();
    assertTensor(read, "f32", List.of(2, 3), i -> i);
    assertTensor(read, "f64", List.of(4), i -> i);
    assertTensor(read, "f16", List.of(5), i -> i);
    assertTensor(read, "bf16", List.of(3), i -> i);
    assertTensor(read, "transposed", List.of(6, 4), i -> i % 4 * 6 + i / 4);
    assertTensor(read, "slice", List.of(2, 3), i -> (1 + i / 3) * 6 + i % 3 * 2);
    assertTensor(read, "expanded", List.of(3, 2), i -> i / 2);
    assertTensor(read, "channels_last", List.of(2, 3, 2, 2), i -> i);
    assertTensor(read, "empty", List.of(0, 4), i -> i);
    assertTensor(read, "parameter", List.of(2), i -> i);
    assertArrayEquals(new float[] {0.5f}, read.get("scalar").data());
    assertEquals(List.of(), read.get("scalar").shape());
    assertArrayEquals(new float[] {1, -2, 1L << 40}, read.get("i64").data());
    assertEquals(12, read.size());
  }

  private static void assertTensor(
      Map<String, Tensor> read, String name, List<Integer> shape, IntUnaryOperator place) {
    int elements = Tensor.elements(shape);
    float[] expected = new float[elements];
    IntStream.range(0, elements)
        .forEach(i -> expected[i] = place.applyAsInt(i) * 37 % 101 / 64f - 0.75f);
    assertEquals(new Tensor(name, shape, expected), read.get(name));
    assertArrayEquals(expected, read.get(name).data());
  }

  @ParameterizedTest
  @CsvSource({
    "dtypes-zip.pth, PyTorch state dict (zip)",
    "dtypes-plain.pth, 'PyTorch state dict (older form, no zip)'"
  })
  void saysWhatItRecognised(String name, String form) throws IOException {
    assertEquals(form, Checkpoint.read(ByPyTorch.file(folder, name)).form());
  }

  @Test
  void opensWhatIsWrappedAndSaysSo() throws IOException {
    Checkpoint checkpoint = Checkpoint.read(ByPyTorch.file(folder, "iresnet.pth"));
    assertEquals(
        List.of(
            "opened: state_dict_backbone of epoch, global_step, state_dict_backbone,"
                + " state_optimizer",
            "22 counts of batches left out"),
        checkpoint.remarks());
    assertTrue(checkpoint.weights().tensors().containsKey("layer2.1.bn3.running_var"));
  }

  @Test
  void takesTheNameOfAWrappingModuleOffInEveryForm() throws IOException {
    Checkpoint torch = Checkpoint.read(ByPyTorch.file(folder, "treb1en.pth"));
    assertEquals(
        List.of("50 counts of batches left out", "names without module."), torch.remarks());
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(
        file,
        Weights.of(
            List.of(
                new Tensor("module.model.a", List.of(), new float[] {1}),
                new Tensor("module.model.b", List.of(), new float[] {2}))));
    Checkpoint safe = Checkpoint.read(file);
    assertEquals(List.of("a", "b"), List.copyOf(safe.weights().tensors().keySet()));
    assertEquals("safetensors", safe.form());
    assertEquals(List.of("names without module.", "names without model."), safe.remarks());
  }

  /** The class is never looked for: its name alone is read. */
  @Test
  void refusesEveryOtherGlobalByName() throws IOException {
    Path file = ByPyTorch.file(folder, "module.pth");
    assertEquals(
        file + ", data.pkl at byte 19: expected data alone, found a call of __main__.Global",
        refusal(file));
  }

  @Test
  void refusesAScriptInItsOwnWords() throws IOException {
    Path file = ByPyTorch.file(folder, "script.pt");
    assertEquals(
        file
            + ": expected a state dict, found a TorchScript archive; save model.state_dict()"
            + " instead, or bring it in as it is with: routeface import torchscript",
        refusal(file));
  }

  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html><html>', 'an HTML page, perhaps the page of a download and not the download'",
    "'version https://git-lfs.github.com/spec/v1', 'a Git LFS pointer instead of the file that it"
        + " stands for'",
    "'', no bytes",
    "weights, other bytes"
  })
  void saysWhatAFileIsWhateverItsName(String content, String found) throws IOException {
    Path file = Files.writeString(folder.resolve("net.pth"), content);
    assertEquals(
        file + ": expected a PyTorch state dict or safetensors, found " + found, refusal(file));
  }

  @Test
  void saysThatThereIsNoFile() {
    Path file = folder.resolve("absent.pth");
    assertEquals(file + ": expected a readable file, found no such file", refusal(file));
  }

  @Test
  void sendsAGraphToItsOwnCommand() throws IOException {
    Path file = Files.write(folder.resolve("net.pth"), new byte[] {8, 7, 0x12, 0});
    assertEquals(
        file
            + ": expected a PyTorch state dict or safetensors, found an ONNX graph; bring it in"
            + " with: routeface import onnx",
        refusal(file));
  }

  /** A million zeros in a thousand bytes: refused before any of them is made. */
  @Test
  void refusesAZipBomb() throws IOException {
    Path file = zipped(ZipEntry.DEFLATED, "data/0", new byte[1 << 20]);
    assertTrue(Files.size(file) < 4000);
    assertEquals(
        file
            + ": expected members that are not compressed, as PyTorch writes them, found a"
            + " compressed net/data.pkl",
        refusal(file));
  }

  /** In the archive's directory: what a member takes in the file, what it holds, and both. */
  @Test
  void refusesSizesThatLie() throws IOException {
    String compressed =
        "members that are not compressed, as PyTorch writes them, found a compressed"
            + " dtypes-zip/data/0";
    assertEquals(compressed, refusalOfLies(20));
    assertEquals(compressed, refusalOfLies(24));
    assertEquals(
        "members that together fit into the file, found 1073743118 bytes of them",
        refusalOfLies(20, 24));
  }

  private String refusalOfLies(int... fields) throws IOException {
    byte[] bytes = ByPyTorch.bytes("dtypes-zip.pth");
    byte[] name = "dtypes-zip/data/0".getBytes(StandardCharsets.US_ASCII);
    int entry =
        IntStream.range(0, bytes.length)
            .filter(i -> begins(bytes, i, new byte[] {'P', 'K', 1, 2}))
            .filter(i -> begins(bytes, i + 46, name))
            .findFirst()
            .getAsInt();
    for (int field : fields) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + field, 1 << 30);
    }
    Path file = Files.write(folder.resolve("liar.pth"), bytes);
    return refusal(file).replace(file + ": expected ", "");
  }

  @Test
  void refusesATensorThatVisitsANumberWithoutEnd() throws IOException {
    Path file = ByPyTorch.file(folder, "expanded.pth");
    assertEquals(
        file
            + ": expected at most as many numbers as bytes, found tensors of 1048576 in %d bytes"
                .formatted(Files.size(file)),
        refusal(file));
  }

  @Test
  void refusesAZipOfSomethingElse() throws IOException {
    Path file = folder.resolve("net.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("arr_0.npy"));
    }
    assertEquals(
        file + ": expected a PyTorch file with one data.pkl, found a zip archive with 0",
        refusal(file));
  }

  @Test
  void refusesNumbersThatAreNotThere() throws IOException {
    Path file = zipped(ZipEntry.STORED, "data/99", new byte[4]);
    assertEquals(file + ": expected a member data/0, found none", refusal(file));
  }

  @Test
  void refusesFewerNumbersThanTheTensorsNeed() throws IOException {
    Path file = zipped(ZipEntry.STORED, "data/0", new byte[4]);
    assertEquals(file + ": expected 24 bytes in data/0, found 4", refusal(file));
  }

  @Test
  void refusesNumbersOfTheOtherByteOrder() throws IOException {
    Path file = zipped(ZipEntry.STORED, "byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        file + ": expected numbers in little-endian order, found another byte order",
        refusal(file));
  }

  @Test
  void refusesDamagedNumbers() throws IOException {
    byte[] bytes = ByPyTorch.bytes("dtypes-zip.pth");
    byte[] first = littleEndian(-0.75f, 37 / 64f - 0.75f);
    int at =
        IntStream.range(0, bytes.length)
            .filter(i -> begins(bytes, i, first))
            .findFirst()
            .getAsInt();
    bytes[at] ^= 1;
    Path file = Files.write(folder.resolve("net.pth"), bytes);
    assertEquals(
        file + ": expected the content that was written as dtypes-zip/data/0, found damaged bytes",
        refusal(file));
  }

  @Test
  void refusesAnObjectWithoutTensors() throws IOException {
    Path file = plain("}X\1\0\0\0aK\1s.]."); // {"a": 1}, no keys
    assertEquals(
        file
            + ": expected tensors by name, or under one of state_dict, state_dict_backbone,"
            + " model_state_dict, backbone, model, net; found a dictionary of a",
        refusal(file));
    assertTrue(refusal(plain("K\1.].")).endsWith("; found another object"));
    assertTrue(refusal(plain("}.].")).endsWith("; found an empty dictionary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dtypes-zip.pth", "dtypes-plain.pth"})
  void refusesEveryCut(String name) throws IOException {
    byte[] whole = ByPyTorch.bytes(name);
    for (int length = 0; length < whole.length; length += 7) {
      Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
      String message = refusal(file);
      assertTrue(message.startsWith(file.toString()), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dtypes-zip.pth", "dtypes-plain.pth"})
  void failsOnDamagedBytesOnlyByRefusing(String name) throws IOException {
    byte[] whole = ByPyTorch.bytes(name);
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged.pth"), damaged);
      try {
        assertFalse(Checkpoint.read(file).weights().tensors().isEmpty());
      } catch (BadInputException e) {
        refused++;
        assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
      }
    }
    assertTrue(refused > 50, refused + " refused");
  }

  /** The older form around an object and the keys of its storages, protocol 2. */
  private Path plain(String objectAndKeys) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] whole = ByPyTorch.bytes("dtypes-plain.pth");
    byte[] object = "\u0080\2ccollections".getBytes(StandardCharsets.ISO_8859_1);
    int head =
        IntStream.range(0, whole.length)
            .filter(i -> begins(whole, i, object))
            .findFirst()
            .getAsInt();
    out.write(whole, 0, head);
    out.write(objectAndKeys.getBytes(StandardCharsets.ISO_8859_1));
    return Files.write(folder.resolve("plain.pth"), out.toByteArray());
  }

  /** The pickle of the other zip with another member beside it. */
  private Path zipped(int method, String name, byte[] content) throws IOException {
    Path file = folder.resolve("zipped.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
        ZipFile source = new ZipFile(ByPyTorch.file(folder, "dtypes-zip.pth").toFile())) {
      ZipEntry pickle = source.getEntry("dtypes-zip/data.pkl");
      put(zip, method, "net/data.pkl", source.getInputStream(pickle).readAllBytes());
      put(zip, method, "net/" + name, content);
    }
    return file;
  }

  private static void put(ZipOutputStream zip, int method, String name, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    entry.setSize(content.length);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static boolean begins(byte[] bytes, int at, byte[] part) {
    return at + part.length <= bytes.length
        && Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
  }

  private static byte[] littleEndian(float... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return out.array();
  }

  private static String refusal(Path file) {
    return assertThrows(BadInputException.class, () -> Checkpoint.read(file)).getMessage();
  }
}
