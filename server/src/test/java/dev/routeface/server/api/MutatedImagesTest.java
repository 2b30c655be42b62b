package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.api.TestService.Answer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Pictures that went wrong on their way, of every kind that is taken: each is answered as it is
 * documented, and the native decoders do not take the service with them. {@code -Pfuzz} sends
 * 10,000.
 */
class MutatedImagesTest {
  private static final long SEED = 6;
  private static final int SIDE = 64;
  private static final Set<String> EXPECTED =
      Set.of(
          "200 ",
          "413 image_too_large",
          "422 unsupported_image",
          "422 image_damaged",
          "422 face_not_found");

  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_CHUNK = 12;

  private final TestService service = TestService.shared();
  private final Random random = new Random(SEED);

  @BeforeAll
  static void library() {
    nu.pattern.OpenCV.loadLocally();
  }

  private static List<byte[]> pictures() {
    return List.of(
        encoded(".jpg"),
        encoded(".jpg", Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1, Imgcodecs.IMWRITE_JPEG_QUALITY, 60),
        encoded(".jpg", Imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 2),
        encoded(".png"),
        encoded(".png", Imgcodecs.IMWRITE_PNG_COMPRESSION, 0),
        encoded(".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, 70),
        encoded(".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, 101)); // lossless
  }

  private static byte[] encoded(String extension, int... settings) {
    Mat picture = new Mat(SIDE, SIDE, CvType.CV_8UC3);
    byte[] pixels = new byte[SIDE * SIDE * 3];
    new Random(1).nextBytes(pixels);
    picture.put(0, 0, pixels);
    Imgproc.blur(picture, picture, new org.opencv.core.Size(5, 5));
    MatOfByte bytes = new MatOfByte();
    MatOfInt asked = new MatOfInt(settings);
    assertTrue(Imgcodecs.imencode(extension, picture, bytes, asked));
    byte[] encoded = bytes.toArray();
    List.of(picture, bytes, asked).forEach(Mat::release);
    return encoded;
  }

  @Test
  void anyPictureGetsADocumentedAnswer() {
    int mutations = Integer.getInteger("mutations", 1500);
    List<byte[]> pictures = pictures();
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < mutations; i++) {
      byte[] mutated = mutated(pictures.get(i % pictures.size()));
      Answer answer = service.form("/v1/detect", "image", mutated);
      String told = answer.status() + " " + (answer.status() == 200 ? "" : answer.code());
      assertTrue(EXPECTED.contains(told), "mutation " + i + ": " + told);
      answers.merge(told, 1, Integer::sum);
    }
    assertTrue(answers.get("200 ") > mutations / 10, "some still decode: " + answers);
    assertTrue(answers.get("422 image_damaged") > mutations / 10, "others do not: " + answers);
    assertEquals(200, service.get("/health/ready").status());
  }

  /** Bytes changed, a piece cut out, doubled or filled, or the end cut off. */
  private byte[] mutated(byte[] picture) {
    byte[] mutated = picture.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && mutated.length > 16; changes--) {
      mutated = changed(mutated);
    }
    boolean png = picture[1] == 'P';
    return png && random.nextInt(4) > 0 ? withRightChecksums(mutated) : mutated;
  }

  private byte[] changed(byte[] picture) {
    int from = random.nextInt(picture.length);
    int to = Math.min(picture.length, from + 1 + random.nextInt(64));
    return switch (random.nextInt(8)) {
      case 0 ->
          joined(Arrays.copyOf(picture, from), Arrays.copyOfRange(picture, to, picture.length));
      case 1 ->
          joined(Arrays.copyOf(picture, to), Arrays.copyOfRange(picture, from, picture.length));
      case 2 -> Arrays.copyOf(picture, Math.max(16, from));
      case 3 -> filled(picture, from, to);
      case 4 -> set(picture, random.nextInt(Math.min(picture.length, 64)));
      default -> set(picture, from);
    };
  }

  private byte[] set(byte[] picture, int at) {
    byte[] changed = picture.clone();
    changed[at] = (byte) random.nextInt(256);
    return changed;
  }

  private byte[] filled(byte[] picture, int from, int to) {
    byte[] changed = picture.clone();
    Arrays.fill(changed, from, to, (byte) (random.nextBoolean() ? 0xff : 0));
    return changed;
  }

  private static byte[] joined(byte[] one, byte[] two) {
    return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
  }

  /** What is wrong in a chunk would be seen by its checksum, and never reach what reads it. */
  private static byte[] withRightChecksums(byte[] png) {
    ByteBuffer chunks = ByteBuffer.wrap(png);
    int at = PNG_SIGNATURE;
    while (at + PNG_CHUNK <= png.length) {
      int length = chunks.getInt(at);
      if (length < 0 || length > png.length - at - PNG_CHUNK) {
        return png;
      }
      CRC32 checksum = new CRC32();
      checksum.update(png, at + 4, 4 + length);
      chunks.putInt(at + 8 + length, (int) checksum.getValue());
      at += PNG_CHUNK + length;
    }
    return png;
  }
}
