package dev.routeface.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.image.Aligner;
import dev.routeface.sdk.image.Box;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.sdk.image.Landmarks;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import dev.routeface.server.pipeline.Quality.Measure;
import dev.routeface.server.pipeline.Quality.Part;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QualityTest {
  private final QualityMeter meter = new QualityMeter(Optional.of(new Ramp(10, 20)));
  private final EnrolmentRule rule = new EnrolmentRule(meter, EnrolmentRule.USUAL);

  @Test
  void aSharpLargeFrontalFaceHasTheBestQuality() {
    Quality quality = meter.of(face(2, 0), noise(112));
    assertEquals(1, quality.score(), 1e-9, quality.toString());
    assertEquals(List.of(), rule.objections(quality));
    assertEquals(
        List.of(Measure.YAW, Measure.PITCH, Measure.ROLL, Measure.SHARPNESS, Measure.SIZE),
        quality.parts().stream().map(Part::measure).toList());
  }

  @Test
  void theWeakestPartIsTheWhole() {
    Quality quality =
        new Quality(
            List.of(
                new Part(Measure.YAW, 30, 0.75),
                new Part(Measure.SIZE, 13, 0.125),
                new Part(Measure.SHARPNESS, 300, 1)));
    assertEquals(Measure.SIZE, quality.weakest().measure());
    assertEquals(0.125, quality.score());
  }

  @Test
  void saysWhatToDoAboutAPoorFace() {
    Quality quality =
        new Quality(
            List.of(
                new Part(Measure.YAW, 55.4, 0.1),
                new Part(Measure.SIZE, 11, 0.04),
                new Part(Measure.SHARPNESS, 300, 1)));
    assertEquals(
        List.of(
            "expected a yaw of at most 50 degrees, found 55",
            "expected a size of at least 16 pixels between the eyes, found 11"),
        rule.objections(quality));
  }

  @Test
  void flatSmallAndLeaningFacesAreRefused() {
    Quality quality = meter.of(face(0.2, 1.5), new RgbImage(112, 112, new byte[112 * 112 * 3]));
    assertEquals(0, quality.score());
    assertEquals(
        List.of(
            "expected a roll of at most 75 degrees, found 86",
            "expected a sharpness of at least 18, found 0",
            "expected a size of at least 16 pixels between the eyes, found 7"),
        rule.objections(quality));
  }

  @Test
  void anAlignedPictureHasNoPose() {
    Quality quality = meter.of(56, noise(112));
    assertEquals(
        List.of(Measure.SHARPNESS, Measure.SIZE),
        quality.parts().stream().map(Part::measure).toList());
    assertEquals(35.2 / 2, quality.parts().get(1).value(), 0.1);
  }

  @Test
  void aNormCountsOnlyWhereItSaysSomething() {
    Quality quality = meter.of(112, noise(112));
    Quality with = meter.with(quality, OptionalDouble.of(15));
    assertEquals(new Part(Measure.NORM, 15, 0.5), with.parts().get(2));
    assertEquals(quality, meter.with(quality, OptionalDouble.empty()));
    assertEquals(quality, new QualityMeter(Optional.empty()).with(quality, OptionalDouble.of(15)));
  }

  @Test
  void aFloorOfZeroTakesEverything() {
    Quality worst = new Quality(List.of(new Part(Measure.YAW, 90, 0)));
    assertEquals(List.of(), new EnrolmentRule(meter, 0).objections(worst));
    assertThrows(IllegalArgumentException.class, () -> new EnrolmentRule(meter, 1.01));
  }

  @Test
  void rampsAreEvenAndEnd() {
    Ramp falling = new Ramp(60, 20);
    assertTrue(falling.falling());
    assertEquals(0, falling.score(70));
    assertEquals(0.5, falling.score(40));
    assertEquals(1, falling.score(10));
    assertEquals(50, falling.value(0.25));
    assertEquals(
        "expected two different numbers, found 3.0 and 3.0",
        assertThrows(IllegalArgumentException.class, () -> new Ramp(3, 3)).getMessage());
  }

  /** The template, larger and leaning. */
  private static DetectedFace face(double scale, double radians) {
    Similarity camera =
        new Similarity(scale * Math.cos(radians), scale * Math.sin(radians), 100, 100);
    List<Point> points = Aligner.template(112).points().stream().map(camera::apply).toList();
    return new DetectedFace(new Box(100, 100, 112, 112), 0.9, Landmarks.of(points));
  }

  private static RgbImage noise(int side) {
    byte[] pixels = new byte[side * side * 3];
    new SplittableRandom(1).nextBytes(pixels);
    return new RgbImage(side, side, pixels);
  }
}
