package dev.routeface.sdk.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static final List<Point> FACE =
      List.of(
          new Point(103.5, 113.25),
          new Point(148.75, 109),
          new Point(127, 140.5),
          new Point(110.25, 163),
          new Point(150.5, 158.75));

  private static final List<Point> TEMPLATE =
      List.of(
          new Point(38.2946, 51.6963),
          new Point(73.5318, 51.5014),
          new Point(56.0252, 71.7366),
          new Point(41.5493, 92.3655),
          new Point(70.7299, 92.2041));

  @Test
  void placesMapToThemselves() {
    assertClose(new Similarity(1, 0, 0, 0), Similarity.fit(FACE, FACE), 1e-9);
  }

  @Test
  void recoversWhatMovedThePlaces() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      Similarity known =
          new Similarity(
              random.nextDouble(-3, 3),
              random.nextDouble(-3, 3),
              random.nextDouble(-500, 500),
              random.nextDouble(-500, 500));
      assertClose(known, Similarity.fit(FACE, moved(FACE, known)), 1e-9);
    }
  }

  /** By Umeyama's singular value decomposition in NumPy 2, numpy.linalg.svd. */
  @Test
  void agreesWithTheDecompositionOfThePaper() {
    assertClose(
        new Similarity(0.781581213538264, 0.0667266031702369, -34.8813633588923, -43.6386933391787),
        Similarity.fit(FACE, TEMPLATE),
        1e-9);
  }

  /** The paper's S with -1 in its corner; the same program. */
  @Test
  void neverMirrors() {
    List<Point> mirrored = FACE.stream().map(p -> new Point(-p.x(), p.y())).toList();
    assertClose(
        new Similarity(0.146403904915816, -0.00913110293527715, 73.515811837385, 50.6893042413094),
        Similarity.fit(mirrored, TEMPLATE),
        1e-9);
  }

  @Test
  void noOtherSimilarityIsNearer() {
    Similarity best = Similarity.fit(FACE, TEMPLATE);
    double least = distance(best);
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 1000; i++) {
      Similarity other =
          new Similarity(
              best.a() + random.nextDouble(-0.01, 0.01),
              best.b() + random.nextDouble(-0.01, 0.01),
              best.dx() + random.nextDouble(-1, 1),
              best.dy() + random.nextDouble(-1, 1));
      assertTrue(distance(other) >= least);
    }
  }

  private static double distance(Similarity similarity) {
    double sum = 0;
    for (int i = 0; i < FACE.size(); i++) {
      sum += Math.pow(similarity.apply(FACE.get(i)).distance(TEMPLATE.get(i)), 2);
    }
    return sum;
  }

  @Test
  void undoesItself() {
    Similarity some = new Similarity(1.5, -0.5, 20, -30);
    assertClose(new Similarity(1, 0, 0, 0), some.then(some.inverse()), 1e-12);
    assertClose(new Similarity(1, 0, 0, 0), some.inverse().then(some), 1e-12);
  }

  @Test
  void oneAfterTheOtherIsBoth() {
    Similarity first = new Similarity(1.5, -0.5, 20, -30);
    Similarity next = new Similarity(-0.25, 2, 1, 4);
    Point point = new Point(3, -7);
    Point both = first.then(next).apply(point);
    assertEquals(0, both.distance(next.apply(first.apply(point))), 1e-12);
  }

  @Test
  void saysHowFarItTurnsAndScales() {
    Similarity quarter = new Similarity(0, 2, 0, 0);
    assertEquals(Math.PI / 2, quarter.turn(), 1e-15);
    assertEquals(2, quarter.scale(), 1e-15);
    assertEquals(new Point(-10, 2), quarter.apply(new Point(1, 5)));
  }

  @Test
  void refusesTooFewPlacesAndAllAtOne() {
    Point one = new Point(1, 2);
    assertEquals(
        "expected as many places on both sides, two or more, found 1 and 1",
        refusal(List.of(one), List.of(one)));
    assertEquals(
        "expected as many places on both sides, two or more, found 5 and 2",
        refusal(FACE, List.of(one, one)));
    assertEquals(
        "expected places apart, found all of them at Point[x=1.0, y=2.0]",
        refusal(List.of(one, one), List.of(one, one)));
  }

  private static String refusal(List<Point> from, List<Point> to) {
    return assertThrows(IllegalArgumentException.class, () -> Similarity.fit(from, to))
        .getMessage();
  }

  private static List<Point> moved(List<Point> points, Similarity similarity) {
    List<Point> moved = new ArrayList<>();
    points.forEach(point -> moved.add(similarity.apply(point)));
    return moved;
  }

  private static void assertClose(Similarity expected, Similarity found, double tolerance) {
    assertEquals(expected.a(), found.a(), tolerance);
    assertEquals(expected.b(), found.b(), tolerance);
    assertEquals(expected.dx(), found.dx(), 100 * tolerance);
    assertEquals(expected.dy(), found.dy(), 100 * tolerance);
  }
}
