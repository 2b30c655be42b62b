package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written out byte by byte here, from the format's description alone. */
class RecordFacesTest {
  private static final String MAGIC = "0a23d7ce";

  /** Labels [4, 6]: images are records 1 to 3, identities 4 and 5. Flag 2, label 0, id 0, id2 0. */
  private static final String HEADER =
      "02000000 00000000 0000000000000000 0000000000000000 00008040 0000c040";

  /** Label 7 as a single number; five bytes of image. */
  private static final String IMAGE_1 =
      "00000000 0000e040 0100000000000000 0000000000000000 1112131415";

  /** Labels [7, 1]. */
  private static final String IMAGE_2 =
      "02000000 00000000 0200000000000000 0000000000000000 0000e040 0000803f 2122232425262728";

  /** Label 9; the image holds the magic number at a multiple of four, so it is written in parts. */
  private static final String IMAGE_3_FIRST =
      "00000000 00001041 0300000000000000 0000000000000000 31323334";

  private static final String IMAGE_3_LAST = "35";

  private static final String RANGE_4 =
      "02000000 00000000 0400000000000000 0000000000000000 0000803f 00004040";

  private static final String RANGE_5 =
      "02000000 00000000 0500000000000000 0000000000000000 00004040 00008040";

  @TempDir Path home;
  private Path rec;

  @BeforeEach
  void write() throws IOException {
    rec = home.resolve("train.rec");
    // The tools write the images first and record 0 behind them.
    Files.write(
        rec,
        bytes(
            part(0, IMAGE_1) // at 0: 8 + 29 + 3
                + part(0, IMAGE_2) // at 40: 8 + 40
                + part(1, IMAGE_3_FIRST) // at 88: 8 + 28
                + part(3, IMAGE_3_LAST) // at 124: 8 + 1 + 3
                + part(0, HEADER) // at 136: 8 + 32
                + part(0, RANGE_4) // at 176: 8 + 32
                + part(0, RANGE_5))); // at 216: 8 + 32
  }

  @Test
  void readsImagesAndIdentitiesWithoutAnIndex() {
    assertFaces(RecordFaces.open(rec));
  }

  @Test
  void readsTheSameWithAnIndex() throws IOException {
    String walked = RecordFaces.open(rec).sha256();
    index("0\t136\n1\t0\n2\t40\n3\t88\n4\t176\n5\t216\n");
    assertFaces(Faces.open(rec));
    assertEquals(walked, RecordFaces.open(rec).sha256());
  }

  private void assertFaces(FaceDataset faces) {
    assertEquals(3, faces.size());
    assertEquals(List.of("7", "9"), faces.identities());
    assertEquals(List.of(0, 0, 1), IntStream.range(0, 3).mapToObj(faces::identity).toList());
    assertArrayEquals(bytes("1112131415"), faces.encoded(0));
    assertArrayEquals(bytes("2122232425262728"), faces.encoded(1));
    assertArrayEquals(bytes("31323334" + MAGIC + "35"), faces.encoded(2));
    assertEquals(rec + " record 3", faces.name(2));
  }

  @Test
  void readsFilesThatAreImagesOnly() throws IOException {
    String first = IMAGE_1.replace("0100000000000000", "0000000000000000");
    String second =
        IMAGE_2.replace("0200000000000000", "0100000000000000").replace("0000e040", "0000803f");
    Files.write(rec, bytes(part(0, first) + part(0, second)));
    FaceDataset faces = RecordFaces.open(rec);
    assertEquals(List.of("7", "1"), faces.identities());
    assertArrayEquals(bytes("2122232425262728"), faces.encoded(1));
  }

  @Test
  void refusesFewerThanTwoIdentities() throws IOException {
    Files.write(rec, bytes(part(0, IMAGE_1.replace("0100000000000000", "0000000000000000"))));
    assertEquals(rec + ": expected images of at least 2 identities, found 1", refusal());
  }

  @Test
  void readsFromManyThreadsAtOnce() {
    FaceDataset faces = RecordFaces.open(rec);
    byte[] expected = bytes("31323334" + MAGIC + "35");
    IntStream.range(0, 2000).parallel().forEach(i -> assertArrayEquals(expected, faces.encoded(2)));
  }

  @Test
  void namesTheRecordWhereTheFileWasCut() throws IOException {
    byte[] whole = Files.readAllBytes(rec);
    Files.write(rec, Arrays.copyOf(whole, 60));
    assertEquals(rec + " record 1 at byte 40: cut: expected 40 bytes, found 12", refusal());
    Files.write(rec, Arrays.copyOf(whole, 94));
    assertEquals(rec + " record 2 at byte 88: cut: expected 8 bytes, found 6", refusal());
  }

  @Test
  void findsEveryCut() throws IOException {
    byte[] whole = Files.readAllBytes(rec);
    List<Integer> betweenRecords = List.of(40, 88, 136, 176, 216);
    for (int length = 1; length < whole.length; length++) {
      Files.write(rec, Arrays.copyOf(whole, length));
      if (!betweenRecords.contains(length) && !padding(length)) {
        String message = refusal();
        assertTrue(message.contains("cut: expected"), length + ": " + message);
      }
    }
  }

  /** Missing zeros behind the last content are no loss. */
  private static boolean padding(int length) {
    return (length >= 37 && length < 40) || (length >= 133 && length < 136);
  }

  @Test
  void noticesAMissingRecord() throws IOException {
    byte[] whole = Files.readAllBytes(rec);
    Files.write(rec, Arrays.copyOf(whole, 136));
    assertEquals(rec + ": expected the record numbers 0 to 2, each once, found 3", refusal());
  }

  @Test
  void namesAnOffsetThatLeadsNowhere() throws IOException {
    index("0\t136\n1\t4\n2\t40\n3\t88\n4\t176\n5\t216\n");
    assertEquals(
        rec + " record 1 at byte 4: expected the number 0xced7230a at byte 4, found 0x0000001d",
        refusal());
    index("0\t136\n1\t999\n2\t40\n3\t88\n4\t176\n5\t216\n");
    assertEquals(rec + " record 1 at byte 999: cut: expected 8 bytes, found 0", refusal());
  }

  @Test
  void namesTheIndexLineThatIsWrong() throws IOException {
    Path index = index("0\t136\n1 0\n");
    assertEquals(index + " line 2: expected number<TAB>offset, found \"1 0\"", refusal());
    index("0\t136\n0\t40\n");
    assertEquals(
        index + ": expected the record numbers 0 to 1, each once, found 0 twice", refusal());
  }

  @Test
  void refusesAHeaderThatCountsMoreThanThereIs() throws IOException {
    Files.write(rec, bytes(part(0, HEADER)));
    assertEquals(rec + " record 0: expected a first label from 2 to 1, found 4.0", refusal());
  }

  @Test
  void refusesARecordTooShortForAnImageHeader() throws IOException {
    index("0\t0\n");
    Files.write(rec, bytes(part(0, "0000")));
    assertEquals(
        rec + " record 0: expected an image header of 24 bytes and its labels, found 2 bytes",
        refusal());
  }

  private String refusal() {
    return assertThrows(BadDataException.class, () -> RecordFaces.open(rec)).getMessage();
  }

  private Path index(String lines) throws IOException {
    return Files.writeString(home.resolve("train.idx"), lines);
  }

  private static String part(int kind, String content) {
    int length = content.replace(" ", "").length() / 2;
    byte[] word =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(kind << 29 | length).array();
    String zeros = "00".repeat((4 - length % 4) % 4);
    return MAGIC + HexFormat.of().formatHex(word) + content + zeros;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
