package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.bench.ResidentSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are written by the Java platform's own encoders, or are literals. */
class ImageReaderTest {
  /** The smallest lossy and lossless files of the WebP project's own feature test: 1 x 1 pixel. */
  private static final String LOSSY = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

  private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  @Test
  void returnsTheBytesOfLosslessPicturesUnchanged() throws IOException {
    RgbImage noise = noise(7, 5);
    assertSame(noise, ImageReader.read("a.png", ImageWriter.png(noise)));
    assertSame(noise, ImageReader.read("a.bmp", encoded(noise, "bmp")));
    assertSame(noise, ImageReader.read("a.ppm", ppm(noise, "P6\n7 5\n255\n")));
  }

  @Test
  void acceptsCommentsInPpmHeaders() {
    RgbImage noise = noise(7, 5);
    assertSame(noise, ImageReader.read("a.ppm", ppm(noise, "P6 # made by hand\n7 #w\n5\t255\n")));
  }

  @Test
  void keepsTheOrderOfTheChannels() throws IOException {
    RgbImage read = ImageReader.read("a.jpg", encoded(flat(16, 16, 200, 30, 90), "jpg"));
    assertEquals(200, read.pixels()[0] & 0xff, 4);
    assertEquals(30, read.pixels()[1] & 0xff, 4);
    assertEquals(90, read.pixels()[2] & 0xff, 4);
  }

  @Test
  void readsBothKindsOfWebp() {
    for (String file : new String[] {LOSSY, LOSSLESS}) {
      RgbImage read = ImageReader.read("a.webp", Base64.getDecoder().decode(file));
      assertEquals("1 x 1", read.width() + " x " + read.height());
    }
  }

  @Test
  void turnsPicturesUprightAsTheirExifOrientationSays() throws IOException {
    byte[] pixels = new byte[32 * 16 * 3];
    Arrays.fill(pixels, 0, pixels.length / 2, (byte) 255); // white above, black below
    byte[] jpeg = encoded(new RgbImage(32, 16, pixels), "jpg");
    RgbImage read = ImageReader.read("a.jpg", withOrientation(jpeg, 6)); // a quarter turn clockwise
    assertEquals("16 x 32", read.width() + " x " + read.height());
    assertEquals(0, read.pixels()[0] & 0xff, 8, "below goes left");
    assertEquals(255, read.pixels()[15 * 3] & 0xff, 8, "above goes right");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp"})
  void refusesEveryCutOfAFile(String format) throws IOException {
    byte[] whole = encoded(noise(16, 16), format);
    for (int length = 12; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      BadImageException e =
          assertThrows(BadImageException.class, () -> ImageReader.read("cut", cut));
      assertTrue(
          e.getMessage().startsWith("cut: truncated: expected a whole image, found its first "));
    }
  }

  @Test
  void refusesAJpegThatLacksOnlyItsLastByte() throws IOException {
    byte[] whole = encoded(noise(16, 16), "jpg");
    assertEquals(
        "x.jpg: truncated: expected a whole image, found its first "
            + (whole.length - 1)
            + " bytes",
        refusal("x.jpg", Arrays.copyOf(whole, whole.length - 1)));
  }

  @Test
  void isNotMisledByAThumbnailsEndOfImage() throws IOException {
    byte[] jpeg = withOrientation(encoded(noise(16, 16), "jpg"), 1);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 2);
    assertTrue(refusal("x.jpg", cut).contains("truncated"));
  }

  @Test
  void refusesACutWebp() {
    byte[] cut = Arrays.copyOf(Base64.getDecoder().decode(LOSSY), 30);
    assertEquals(
        "x.webp: truncated: expected a whole image, found its first 30 of 42 bytes",
        refusal("x.webp", cut));
  }

  @Test
  void refusesACutPpm() {
    assertEquals(
        "x.ppm: truncated: expected a whole image, found its first 61 of 116 bytes",
        refusal("x.ppm", Arrays.copyOf(ppm(noise(7, 5), "P6\n7 5\n255\n"), 61)));
  }

  @Test
  void refusesHugePicturesBeforeDecodingThem() {
    assertEquals(
        "x.png: expected at most 40000000 pixels, found 10000 x 10000",
        refusal("x.png", pngHeader(10_000, 10_000)));
    assertEquals(
        "x.png: expected sides of 1 to 16384 pixels, found 16385 x 2",
        refusal("x.png", pngHeader(16_385, 2)));
    assertEquals(
        "x.png: expected sides of 1 to 16384 pixels, found -1 x 2",
        refusal("x.png", pngHeader(-1, 2)));
  }

  @Test
  void refusesWhatIsNoPicture() {
    assertEquals(
        "x: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found no bytes",
        refusal("x", new byte[0]));
    assertEquals(
        "x: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes 48 65 6c 6c",
        refusal("x", "Hello, this is text".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void refusesPixelsThatDoNotDecode() {
    assertEquals(
        "x.png: damaged: expected a picture, found data that does not decode",
        refusal("x.png", pngHeader(8, 8)));
  }

  @Test
  void neverFailsOtherwiseThanByRefusingDamagedHeaders() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    byte[][] files = {
      encoded(noise(9, 9), "jpg"),
      encoded(noise(9, 9), "bmp"),
      ImageWriter.png(noise(9, 9)),
      ppm(noise(9, 9), "P6\n9 9\n255\n"),
      Base64.getDecoder().decode(LOSSY),
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = files[i % files.length].clone();
      damaged[random.nextInt(Math.min(60, damaged.length))] = (byte) random.nextInt();
      try {
        assertTrue(ImageHeader.of("damaged", damaged, ImageLimits.FILES).width() >= 1);
      } catch (BadImageException e) {
        assertTrue(e.getMessage().startsWith("damaged: "));
      }
    }
  }

  @Test
  void shrinksByTheMeanOverAreas() {
    RgbImage noise = noise(8, 8);
    RgbImage half = ImageReader.resized(noise, 4);
    for (int y = 0; y < 4; y++) {
      for (int i = 0; i < 12; i++) {
        int left = (2 * y * 8 + i / 3 * 2) * 3 + i % 3;
        int sum = 0;
        for (int at : new int[] {left, left + 3, left + 24, left + 27}) {
          sum += noise.pixels()[at] & 0xff;
        }
        assertEquals(sum / 4.0, half.pixels()[y * 12 + i] & 0xff, 0.5);
      }
    }
  }

  @Test
  void keepsFlatPicturesFlatWhenTheyGrow() {
    RgbImage grown = ImageReader.readSquare("a", ImageWriter.png(flat(5, 5, 9, 8, 7)), 11);
    assertSame(flat(11, 11, 9, 8, 7), grown);
  }

  @Test
  void refusesAPictureThatIsNotSquareWhereAFaceMustBe() {
    BadImageException e =
        assertThrows(
            BadImageException.class,
            () -> ImageReader.readSquare("a/b.png", ImageWriter.png(noise(7, 5)), 56));
    assertEquals(
        "a/b.png: expected a square picture of an aligned face, found 7 x 5", e.getMessage());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is told by Linux")
  void keepsNativeMemoryFlatOverAThousandPictures() throws IOException {
    byte[] jpeg = encoded(flat(640, 640, 1, 2, 3), "jpg");
    decode(jpeg, 300);
    double before = ResidentSet.mebibytes();
    decode(jpeg, 1000); // 1.2 GB of pixels
    double growth = ResidentSet.mebibytes() - before;
    assertTrue(growth < 500, "resident memory grew by " + growth + " MiB");
  }

  private static void decode(byte[] jpeg, int times) {
    for (int i = 0; i < times; i++) {
      ImageReader.read("a", jpeg);
    }
  }

  private static String refusal(String name, byte[] bytes) {
    return assertThrows(BadImageException.class, () -> ImageReader.read(name, bytes)).getMessage();
  }

  private static void assertSame(RgbImage expected, RgbImage found) {
    assertEquals(expected.width(), found.width());
    assertEquals(expected.height(), found.height());
    assertArrayEquals(expected.pixels(), found.pixels());
  }

  private static RgbImage noise(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    new SplittableRandom(3).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }

  private static RgbImage flat(int width, int height, int r, int g, int b) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) r;
      pixels[i + 1] = (byte) g;
      pixels[i + 2] = (byte) b;
    }
    return new RgbImage(width, height, pixels);
  }

  private static byte[] ppm(RgbImage image, String header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(image.pixels());
    return out.toByteArray();
  }

  private static byte[] encoded(RgbImage image, String format) throws IOException {
    BufferedImage buffered = ImageIO.read(new java.io.ByteArrayInputStream(ImageWriter.png(image)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(buffered, format, out));
    return out.toByteArray();
  }

  /** Puts an EXIF segment with one entry, and a thumbnail's end marker, behind the start marker. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(38);
    exif.putShort((short) 0xFFE1).putShort((short) 36);
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.order(ByteOrder.BIG_ENDIAN).put(new byte[] {'M', 'M'}).putShort((short) 42).putInt(8);
    exif.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putShort((short) 0xFFD9);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(exif.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** A PNG with the size it claims and nothing in it. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(45);
    png.putLong(0x89504E470D0A1A0AL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    png.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).putInt(0);
    png.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII)).putInt(0xAE426082);
    return png.array();
  }
}
