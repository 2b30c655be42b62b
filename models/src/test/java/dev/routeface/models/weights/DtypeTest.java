package dev.routeface.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DtypeTest {
  @TempDir Path folder;

  /**
   * SHA-256 of numpy 2.4.6: {@code a = np.arange(65536, dtype="<u2").view("<f2").astype("<f4")},
   * then {@code a[~np.isnan(a)].tobytes()}.
   */
  @Test
  void widensEveryHalfAsNumpyDoes() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(65536 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 65536; bits++) {
      float value = Dtype.half((short) bits);
      if (!Float.isNaN(value)) {
        bytes.putFloat(value);
      }
    }
    Path file = folder.resolve("halves");
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
    assertEquals(
        "680bbc22915f61aa1bbfc7265bc3882a6aa42d299bfd2c571807196e5544de2e", Sha256.ofFile(file));
  }

  @Test
  void keepsTheBitsOfANotANumber() {
    assertEquals(0x7fc00000, Float.floatToRawIntBits(Dtype.half((short) 0x7e00)));
    assertEquals(0xffffe000, Float.floatToRawIntBits(Dtype.half((short) 0xffff)));
  }

  @Test
  void aBrainFloatIsTheUpperHalfOfAFloat() {
    ByteBuffer in = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    in.putShort((short) 0x3f80).putShort((short) 0xc049).putShort((short) 0x7f80);
    in.putShort((short) 0x0001).flip();
    float[] out = new float[5];
    Dtype.BF16.decode(in, out, 1, 4);
    assertEquals(0f, out[0]);
    assertEquals(1f, out[1]);
    assertEquals(-3.140625f, out[2]);
    assertEquals(Float.POSITIVE_INFINITY, out[3]);
    assertEquals(0x00010000, Float.floatToRawIntBits(out[4]));
  }
}
