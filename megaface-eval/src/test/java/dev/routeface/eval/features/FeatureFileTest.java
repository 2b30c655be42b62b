package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a/b.png_algo.bin");
  }

  @Test
  void bytesOfOpenCv() throws IOException {
    FeatureFile.write(file, new float[] {1, -0.5f});
    assertEquals(
        "02000000" + "01000000" + "04000000" + "05000000" + "0000803f" + "000000bf",
        HexFormat.of().formatHex(Files.readAllBytes(file)));
    assertArrayEquals(new float[] {1, -0.5f}, FeatureFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void doublesEvenWithTheStrideOfFloats(int stride) throws IOException {
    matrix(2, 1, stride, 6, bytes -> bytes.putDouble(0.25).putDouble(-3));
    assertArrayEquals(new float[] {0.25f, -3}, FeatureFile.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|1|4|5|8|1 to 65536 rows of 1 column, found 0 of 1",
        "-1|1|4|5|8|1 to 65536 rows of 1 column, found -1 of 1",
        "65537|1|4|5|8|1 to 65536 rows of 1 column, found 65537 of 1",
        "1|2|8|5|8|1 to 65536 rows of 1 column, found 1 of 2",
        "2|1|16|5|8|4 bytes per row, found 16",
        "2|1|4|0|8|type 5 (float) or 6 (double), found type 0",
        "3|1|4|5|8|12 bytes of numbers for 3 rows, found 8",
        "1|1|4|5|8|4 bytes of numbers for 1 rows, found 8"
      })
  void saysWhatIsWrong(int rows, int columns, int stride, int type, int bytes, String expected)
      throws IOException {
    matrix(rows, columns, stride, type, buffer -> buffer.put(new byte[bytes]));
    assertEquals(file + ": expected " + expected, refused());
  }

  @Test
  void notFinite() throws IOException {
    matrix(2, 1, 4, 5, bytes -> bytes.putFloat(1).putFloat(Float.NaN));
    assertEquals(file + ": expected finite numbers, found NaN in row 1", refused());
  }

  @Test
  void cutAndMissing() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[7]);
    assertEquals(file + ": expected a header of 16 bytes, found 7 bytes", refused());
    Files.delete(file);
    assertEquals(file + ": cannot be read: no such file", refused());
  }

  private String refused() {
    return assertThrows(BadDataException.class, () -> FeatureFile.read(file)).getMessage();
  }

  private void matrix(int rows, int columns, int stride, int type, Consumer<ByteBuffer> data)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(rows).putInt(columns).putInt(stride).putInt(type);
    data.accept(bytes);
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    Files.createDirectories(file.getParent());
    Files.write(file, all);
  }
}
