package dev.routeface.sdk.data.synthetic;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.routeface.sdk.data.synthetic.Identity.Head;
import dev.routeface.sdk.data.synthetic.Shot.Camera;
import dev.routeface.sdk.data.synthetic.Shot.Frame;
import dev.routeface.sdk.data.synthetic.Shot.Pose;
import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaceRendererTest {
  private static final Head HEAD = new Head(0.65, 0.95, 0.2, 0.5, 0);
  private static final Frame STRAIGHT = new Frame(0, 1, 1, 0, 0);

  @Test
  void callsNoArithmeticThatPlatformsRoundDifferently() {
    Set<String> exact = Set.of("abs", "floor", "max", "min", "sqrt", "multiplyExact");
    DescribedPredicate<AccessTarget> inexact =
        DescribedPredicate.describe(
            "Math, beyond " + exact,
            call ->
                call.getOwner().getName().equals("java.lang.Math")
                    && !exact.contains(call.getName()));
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.routeface.sdk.data.synthetic");
    noClasses().should().callMethodWhere(target(inexact)).check(classes);
  }

  @Test
  void putsEveryPlaceOfAFrontalFaceWhereThePictureShowsIt() {
    Surface at = new Surface(HEAD, new Pose(0, 0, STRAIGHT));
    for (double x = -0.5; x <= 0.5; x += 0.1) {
      at.locate(x, 0.2);
      assertEquals(x, at.u, 1e-12);
      assertEquals(0.2, at.v, 1e-12);
      assertTrue(at.outside < 0);
    }
  }

  @Test
  void turnsTheHeadAboutItsAxis() {
    double yaw = 0.5;
    Surface at = new Surface(HEAD, new Pose(yaw, 0, STRAIGHT));
    double nose = HEAD.width() * yaw - 0.3 * yaw; // turned right, and the picture follows
    at.locate(nose, Surface.CENTRE);
    assertEquals(0, at.u, 1e-12);
    assertEquals(1, at.depth, 1e-12);
  }

  @Test
  void knowsWhatLiesBesideTheHead() {
    Surface at = new Surface(HEAD, new Pose(0.2, 0.1, STRAIGHT));
    at.locate(0.99, -0.9);
    assertTrue(at.outside > 0);
    assertEquals(0, at.nz);
  }

  @Test
  void coversHalfAPixelOnABorder() {
    Edge edge = new Edge(0.1);
    assertEquals(0.5, edge.cover(Edge.ellipse(0.3, 0, 0.3, 0.2)), 1e-12);
    assertEquals(1, edge.cover(-0.06));
    assertEquals(0, edge.cover(0.06));
  }

  @Test
  void keepsFlatLightFlatUnderBlur() {
    float[] flat = new float[9 * 9 * 3];
    Arrays.fill(flat, 0.25f);
    assertArrayEquals(flat, new Darkroom.Blur(9, 2).of(flat), 1e-6f);
  }

  @Test
  void spreadsOneBrightPixelEvenlyOverTheBlursSquare() {
    float[] point = new float[9 * 9 * 3];
    point[(4 * 9 + 4) * 3 + 1] = 25;
    float[] blurred = new Darkroom.Blur(9, 2).of(point);
    for (int i = 0; i < blurred.length; i++) {
      int row = i / 27;
      int column = i / 3 % 9;
      boolean near = Math.abs(row - 4) <= 2 && Math.abs(column - 4) <= 2 && i % 3 == 1;
      assertEquals(near ? 1 : 0, blurred[i], 1e-6, "at " + i);
    }
  }

  @Test
  void addsNoiseOfTheStatedDeviation() {
    float[] grey = new float[64 * 64 * 3];
    Arrays.fill(grey, 0.25f); // 127.5 once the square root is taken
    byte[] pixels = Darkroom.develop(grey, 64, new Camera(0, 8, 1), Seed.of(1));
    double sum = 0;
    double square = 0;
    for (byte pixel : pixels) {
      double d = (pixel & 0xff) - 127.5;
      sum += d;
      square += d * d;
    }
    assertEquals(0, sum / pixels.length, 0.4);
    assertEquals(8, Math.sqrt(square / pixels.length), 0.3);
  }

  @Test
  void drawsEveryTraitWithinThePicture() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 2000; i++) {
      Identity who = Identity.of(Seed.of(random.nextLong()));
      Identity.Features features = who.features();
      assertTrue(features.eyes().level() < features.nose().level());
      assertTrue(features.nose().level() + 0.1 < features.mouth().level());
      assertTrue(features.mouth().level() < Surface.CENTRE + who.head().height());
      assertTrue(features.eyes().spacing() + features.eyes().lids().width() < who.head().width());
    }
  }
}
