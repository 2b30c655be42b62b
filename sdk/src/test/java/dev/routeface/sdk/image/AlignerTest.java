package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.bench.ResidentSet;
import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignerTest {
  @Test
  void anAlignedFaceStaysAsItIs() {
    RgbImage noise = noise(112, 112);
    assertArrayEquals(noise.pixels(), Aligner.align(noise, Aligner.template(112), 112).pixels());
  }

  @Test
  void theTemplateGrowsWithTheSize() {
    Similarity twice = Aligner.similarity(Aligner.template(112), 224);
    assertEquals(2, twice.a(), 1e-12);
    assertEquals(0, twice.b(), 1e-12);
    assertEquals(0, twice.dx(), 1e-9);
    assertEquals(0, twice.dy(), 1e-9);
  }

  @Test
  void aFaceShiftedByWholePixelsIsCutOut() {
    RgbImage noise = noise(300, 200);
    Landmarks face = moved(new Similarity(1, 0, 151, 37));
    assertArrayEquals(
        noise.part(151, 37, 112, 112).pixels(), Aligner.align(noise, face, 112).pixels());
  }

  /** Everything moves together: turned, scaled, in pictures of several sizes. */
  @ParameterizedTest
  @ValueSource(doubles = {0.6, 1, 1.9, 2.5, 7.3})
  void findsTheSameFaceHoweverThePictureWasTaken(double scale) {
    Similarity camera =
        new Similarity(scale * Math.cos(0.4), scale * Math.sin(0.4), 90 * scale, 20 * scale);
    int side = (int) (200 * scale);
    RgbImage picture = painted(side, camera.inverse());
    RgbImage expected = painted(112, new Similarity(1, 0, 0, 0));
    RgbImage found = Aligner.align(picture, moved(camera), 112);
    double sum = 0;
    for (int i = 0; i < found.pixels().length; i++) {
      sum += Math.abs((found.pixels()[i] & 0xff) - (expected.pixels()[i] & 0xff));
    }
    assertTrue(sum / found.pixels().length < 2.5, "differs by " + sum / found.pixels().length);
  }

  /** Waves in the coordinates of the aligned face. */
  private static RgbImage painted(int side, Similarity toFace) {
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      int row = i / side;
      Point at = toFace.apply(new Point(i % side, row));
      pixels[3 * i] = (byte) (128 + 100 * Math.sin(at.x() / 9));
      pixels[3 * i + 1] = (byte) (128 + 100 * Math.sin(at.y() / 11));
      pixels[3 * i + 2] = (byte) (128 + 100 * Math.sin((at.x() + at.y()) / 13));
    }
    return new RgbImage(side, side, pixels);
  }

  @Test
  void isBlackBeyondThePicture() {
    byte[] white = new byte[112 * 112 * 3];
    java.util.Arrays.fill(white, (byte) 255);
    RgbImage found =
        Aligner.align(new RgbImage(112, 112, white), moved(new Similarity(1, 0, 60, 0)), 112);
    assertEquals(255, found.pixels()[0] & 0xff, "still in the picture");
    assertEquals(0, found.pixels()[111 * 3] & 0xff, "60 pixels beside it");
  }

  @Test
  void landmarksFarOutsideOrHugeDoNoHarm() {
    RgbImage noise = noise(20, 30);
    for (double scale : new double[] {1e-3, 1, 1e3, 1e9, 1e150}) {
      for (double shift : new double[] {-1e12, -50, 0, 50, 1e12}) {
        RgbImage found = Aligner.align(noise, moved(new Similarity(scale, 0, shift, shift)), 112);
        assertEquals(112, found.width());
      }
    }
  }

  @Test
  void refusesLandmarksAtOnePlace() {
    Landmarks one = Landmarks.of(Collections.nCopies(5, new Point(3, 4)));
    assertEquals(
        "expected five places of a face, found them all at one",
        assertThrows(BadImageException.class, () -> Aligner.align(noise(9, 9), one, 112))
            .getMessage());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is told by Linux")
  void keepsMemoryFlatOverThousandsOfFaces() {
    RgbImage noise = noise(400, 400);
    align(noise, 2000);
    double before = outsideTheHeap();
    align(noise, 4000); // a gigabyte of sources, 150 MB of results
    double growth = outsideTheHeap() - before;
    assertTrue(growth < 75, "memory outside the heap grew by " + growth + " MiB");
  }

  private static void align(RgbImage image, int times) {
    for (int i = 0; i < times; i++) {
      Aligner.align(image, moved(new Similarity(2.5, 0.1, i % 100, 3)), 112);
    }
  }

  /** Resident, in MiB. How far the collector lets the heap grow is its own affair. */
  private static double outsideTheHeap() {
    return ResidentSet.mebibytes() - Runtime.getRuntime().totalMemory() / 1048576.0;
  }

  private static Landmarks moved(Similarity camera) {
    return Landmarks.of(Aligner.template(112).points().stream().map(camera::apply).toList());
  }

  private static RgbImage noise(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    new SplittableRandom(3).nextBytes(pixels);
    return new RgbImage(width, height, pixels);
  }
}
