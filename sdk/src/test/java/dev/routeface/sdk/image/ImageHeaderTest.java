package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.image.BadImageException.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orientation and the limits of strangers; metadata are written byte by byte. */
class ImageHeaderTest {
  private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  /** Stored as abc over def; the right side is what a person must see (CIPA DC-008, 4.6.4 A). */
  @ParameterizedTest
  @CsvSource({
    "1, abc/def", "2, cba/fed", "3, fed/cba", "4, def/abc",
    "5, ad/be/cf", "6, da/eb/fc", "7, fc/eb/da", "8, cf/be/ad"
  })
  void everyOrientationIsTurnedUpright(int orientation, String upright) throws IOException {
    for (boolean little : new boolean[] {true, false}) {
      byte[] tiff = tiff(orientation, little);
      assertEquals(upright, seen(ImageReader.read("a", pngWith(tiff)), 1));
      assertEquals(upright, seen(ImageReader.read("a", jpegWith(tiff)), 16));
      assertEquals(orientation, header(webpWith(tiff)).orientation());
    }
  }

  /** Pixels as letters, a for 0 and 50 more for each that follows. */
  private static String seen(RgbImage image, int block) {
    StringBuilder seen = new StringBuilder();
    for (int y = block / 2; y < image.height(); y += block) {
      for (int x = block / 2; x < image.width(); x += block) {
        int grey = image.pixels()[(y * image.width() + x) * 3] & 0xff;
        seen.append((char) ('a' + Math.round(grey / 50.0)));
      }
      seen.append(y + block < image.height() ? "/" : "");
    }
    return seen.toString();
  }

  private static RgbImage letters(int block) {
    byte[] pixels = new byte[3 * 2 * block * block * 3];
    for (int i = 0; i < pixels.length / 3; i++) {
      int letter = i / (3 * block) / block * 3 + i % (3 * block) / block;
      for (int c = 0; c < 3; c++) {
        pixels[3 * i + c] = (byte) (50 * letter);
      }
    }
    return new RgbImage(3 * block, 2 * block, pixels);
  }

  @Test
  void damagedMetadataSpoilNoPicture() throws IOException {
    byte[] good = tiff(6, true);
    for (int i = 0; i < 2000; i++) {
      SplittableRandom random = new SplittableRandom(i);
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      int orientation = Exif.orientation(ByteBuffer.wrap(bad));
      assertTrue(orientation >= 1 && orientation <= 8);
    }
    assertEquals(1, header(jpegWith(new byte[] {'I'})).orientation());
    assertEquals(1, header(pngWith(tiff(9, false))).orientation());
  }

  @Test
  void theFirstOrientationOfAJpegCounts() throws IOException {
    byte[] jpeg = with(jpegWith(tiff(3, true)), app1(tiff(6, true)));
    assertEquals(6, header(jpeg).orientation(), "the one that stands first");
  }

  @Test
  void picturesWithSeveralFramesAreRefused() {
    assertEquals(
        "a: expected a single picture, found an animated PNG",
        refusal(png(letters(1), "acTL", new byte[8]), Fault.UNSUPPORTED));
    byte[] webp = webpWith(tiff(1, true));
    webp[20] |= 2;
    assertEquals(
        "a: expected a single picture, found an animated WebP", refusal(webp, Fault.UNSUPPORTED));
    assertEquals(
        "a: expected a JPEG, PNG or WebP image, found GIF",
        refusal("GIF89a and so on".getBytes(StandardCharsets.US_ASCII), Fault.UNSUPPORTED));
  }

  @Test
  void strangersSendNoBitmaps() throws IOException {
    assertEquals(
        "a: expected a JPEG, PNG or WebP image, found BMP",
        refusal(encoded(letters(4), "bmp"), Fault.UNSUPPORTED));
  }

  @Test
  void strangersAreHeldToBytesSidesAndRatio() throws IOException {
    assertEquals(
        "a: expected at most 10485760 bytes, found 10485761",
        refusal(new byte[(10 << 20) + 1], Fault.TOO_LARGE));
    assertEquals(
        "a: expected sides of at most 20 to 1, found 21 x 1",
        refusal(encoded(new RgbImage(21, 1, new byte[63]), "png"), Fault.TOO_LARGE));
    ImageReader.read("a", encoded(new RgbImage(20, 1, new byte[60]), "png"), ImageLimits.REQUESTS);
  }

  /** 100 MB once decoded, and the header says so: no pixel is there to be decoded. */
  @Test
  void aBombIsRefusedBeforeItIsDecoded() {
    assertEquals(
        "a: expected at most 40000000 pixels, found 10000 x 10000",
        refusal(claiming(10_000, 10_000), Fault.TOO_LARGE));
    byte[] jpeg = {
      (byte) 0xFF,
      (byte) 0xD8,
      (byte) 0xFF,
      (byte) 0xC2,
      0,
      8,
      8,
      (byte) 0xFF,
      (byte) 0xFF,
      (byte) 0xFF,
      (byte) 0xFF,
      1,
      (byte) 0xFF,
      (byte) 0xD9
    };
    assertEquals(
        "a: expected sides of 1 to 16384 pixels, found 65535 x 65535",
        refusal(jpeg, Fault.TOO_LARGE));
  }

  @Test
  void aJpegOfThousandsOfScansIsRefused() throws IOException {
    byte[] jpeg = encoded(letters(16), "jpg");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 100; i++) {
      many.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 2});
    }
    many.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
    assertEquals(
        "a: expected at most 100 scans, found more", refusal(many.toByteArray(), Fault.TOO_LARGE));
  }

  /** A frame of four components and no scan; decoders differ in what they make of such inks. */
  @Test
  void inksWithoutAdobesMarkerAreRefused() {
    byte[] inks = {
      (byte) 0xFF,
      (byte) 0xD8,
      (byte) 0xFF,
      (byte) 0xC0,
      0,
      20,
      8,
      0,
      16,
      0,
      32,
      4,
      1,
      0x11,
      0,
      2,
      0x11,
      0,
      3,
      0x11,
      0,
      4,
      0x11,
      0,
      (byte) 0xFF,
      (byte) 0xD9
    };
    assertEquals(
        "a: expected a JPEG in grey or RGB, or in CMYK with Adobe's marker, found four components"
            + " without it; save it as RGB",
        refusal(inks, Fault.UNSUPPORTED));
    byte[] adobe = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 2
    };
    assertEquals(32, header(with(inks, adobe)).width());
  }

  @Test
  void whatFollowsAJpegIsLeftAlone() throws IOException {
    byte[] one = encoded(letters(16), "jpg");
    byte[] two = with(one, new byte[0]);
    byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    assertEquals("abc/def", seen(ImageReader.read("a", both), 16));
  }

  @Test
  void hostileBytesAreRefusedAndNothingElse() throws IOException {
    byte[][] files = {
      jpegWith(tiff(6, true)), pngWith(tiff(6, false)), webpWith(tiff(3, true)),
    };
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = files[i % files.length].clone();
      for (int k = random.nextInt(1, 6); k > 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        ImageHeader header = ImageHeader.of("a", damaged, ImageLimits.REQUESTS);
        assertTrue(header.width() >= 1 && header.height() >= 1);
      } catch (BadImageException e) {
        assertTrue(e.getMessage().startsWith("a: "), e.getMessage());
      }
    }
  }

  private static ImageHeader header(byte[] encoded) {
    return ImageHeader.of("a", encoded, ImageLimits.FILES);
  }

  private static String refusal(byte[] encoded, Fault fault) {
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> ImageReader.read("a", encoded, ImageLimits.REQUESTS));
    assertEquals(fault, e.fault());
    return e.getMessage();
  }

  private static byte[] tiff(int orientation, boolean little) {
    ByteBuffer tiff = ByteBuffer.allocate(38);
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    byte order = (byte) (little ? 'I' : 'M');
    tiff.put(order).put(order).putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x100).putShort((short) 4).putInt(1).putInt(77); // another entry first
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  private static byte[] jpegWith(byte[] tiff) throws IOException {
    return with(encoded(letters(16), "jpg"), app1(tiff));
  }

  private static byte[] app1(byte[] tiff) {
    ByteBuffer segment = ByteBuffer.allocate(10 + tiff.length);
    segment.putShort((short) 0xFFE1).putShort((short) (8 + tiff.length));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
    return segment.array();
  }

  /** A segment behind the start marker. */
  private static byte[] with(byte[] jpeg, byte[] segment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(segment);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static byte[] pngWith(byte[] tiff) {
    return png(letters(1), "eXIf", tiff);
  }

  /** A chunk behind the header, with its checksum. */
  private static byte[] png(RgbImage image, String type, byte[] content) {
    byte[] png = ImageWriter.png(image);
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + content.length);
    chunk.putInt((int) checksum.getValue());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    out.writeBytes(chunk.array());
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }

  /** The lossless picture of one pixel as an extended file. */
  private static byte[] webpWith(byte[] tiff) {
    byte[] plain = Base64.getDecoder().decode(LOSSLESS);
    int pixels = plain.length - 12;
    ByteBuffer webp = ByteBuffer.allocate(12 + 18 + pixels + 8 + tiff.length);
    webp.order(ByteOrder.LITTLE_ENDIAN).put(plain, 0, 4).putInt(webp.limit() - 8);
    webp.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
    webp.put(new byte[6]).put(plain, 12, pixels);
    webp.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(tiff.length).put(tiff);
    return webp.array();
  }

  private static byte[] claiming(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(45);
    png.putLong(0x89504E470D0A1A0AL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    png.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).putInt(0);
    png.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII)).putInt(0xAE426082);
    return png.array();
  }

  private static byte[] encoded(RgbImage image, String format) throws IOException {
    BufferedImage buffered = ImageIO.read(new ByteArrayInputStream(ImageWriter.png(image)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(buffered, format, out));
    return out.toByteArray();
  }
}
