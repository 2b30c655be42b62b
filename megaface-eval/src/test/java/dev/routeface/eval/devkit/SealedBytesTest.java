package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Content whose checksum is right and whose form is not. */
class SealedBytesTest {
  private static final SealedBytes FORM = new SealedBytes("RFTESTS1");

  private static byte[] ints(int... numbers) {
    return FORM.write(
        out -> {
          for (int number : numbers) {
            out.writeInt(number);
          }
        });
  }

  private static int[] read(DataInputStream in) throws IOException {
    int[] numbers = new int[FORM.count(in, Integer.BYTES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  private static String refused(byte[] bytes, SealedBytes.Reader<?> reader) {
    return assertThrows(BadDataException.class, () -> FORM.read(bytes, reader)).getMessage();
  }

  @Test
  void givesBackWhatWasWritten() {
    assertArrayEquals(new int[] {7, 9}, FORM.read(ints(2, 7, 9), SealedBytesTest::read));
    assertArrayEquals(new int[0], FORM.read(ints(0), SealedBytesTest::read));
  }

  @Test
  void refusesCountsOfMoreThanThereIs() {
    assertEquals(
        "RFTESTS1: expected a count of what 8 bytes hold, found 3",
        refused(ints(3, 7, 9), SealedBytesTest::read));
    assertEquals(
        "RFTESTS1: expected a count of what 0 bytes hold, found -1",
        refused(ints(-1), SealedBytesTest::read));
  }

  /** The checksum is no content, though it lies behind it. */
  @Test
  void refusesContentThatIsTooShortOrTooLong() {
    assertEquals(
        "RFTESTS1: expected more bytes, found its end",
        refused(ints(7), DataInputStream::readLong));
    assertEquals(
        "RFTESTS1: expected nothing behind its end, found 4 bytes",
        refused(ints(7, 9), DataInputStream::readInt));
  }

  @Test
  void refusesTextsThatAreNoUtf8() {
    byte[] text = FORM.write(out -> out.write(new byte[] {0, 1, (byte) 0xff}));
    assertEquals(
        "RFTESTS1: expected texts in UTF-8, found others", refused(text, in -> in.readUTF()));
  }
}
