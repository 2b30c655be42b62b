package dev.routeface.sdk.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.route.RoutePlan.GreedySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Algorithm 2 of the paper, with divergences written down or drawn. */
class GreedySearchTest {
  private static final GreedySearch PAPER = new GreedySearch(0.8, 1, 1);

  @Test
  void stopsBeforeTheFirstAnchorThatIsTooFar() {
    double[] divergence = {10, 11, 14, 17.9, 18.1, 40}; // the limit is 18
    assertEquals(4, PAPER.after(1, 6, of(divergence)));
  }

  @Test
  void anAnchorAtTheLimitIsNotTooFar() {
    assertEquals(3, new GreedySearch(0.5, 1, 1).after(1, 4, of(8, 9, 12, 12.001)));
  }

  @Test
  void goesToTheEndWhereNothingIsTooFar() {
    assertEquals(6, PAPER.after(1, 6, of(10, 11, 14, 17.9, 18, 12)));
    assertEquals(6, PAPER.after(5, 6, of(10, 11, 14, 17.9, 18.1, 30)));
  }

  /** The student after anchor 100, read from figure 3: 72 at its own anchor, a jump after 120. */
  @Test
  void afterAnchor100OfFigure3TheSearchStopsWhereTheRateWasCut() {
    IntToDoubleFunction curve = curve(100, 72, 120, 115, 130, 168, 180, 112, 240, 112);
    int anchor = PAPER.after(100, 240, curve);
    assertTrue(anchor >= 122 && anchor <= 124, "anchor " + anchor);
  }

  @Test
  void afterAnchor180OfFigure3TheSearchIsAtItsEnd() {
    assertEquals(240, PAPER.after(180, 240, curve(180, 36, 240, 38)));
  }

  @Test
  void theVeryNextAnchorIsTakenHoweverFarItIs() {
    assertEquals(2, PAPER.after(1, 4, of(1, 100, 100, 100)));
    assertEquals(3, PAPER.after(2, 4, of(1, 1, 100, 100)));
    assertEquals(2, new GreedySearch(0.8, 1, 3).after(1, 6, of(1, 100, 100, 100, 100, 1)));
  }

  @Test
  void twoConfirmationsPassOverOneNoisyAnchor() {
    double[] divergence = {10, 11, 30, 12, 13, 30, 31, 32};
    assertEquals(2, PAPER.after(1, 8, of(divergence)), "the paper's search stops at the noise");
    assertEquals(5, new GreedySearch(0.8, 1, 2).after(1, 8, of(divergence)));
    assertEquals(5, new GreedySearch(0.8, 1, 3).after(1, 8, of(divergence)));
    assertEquals(8, new GreedySearch(0.8, 1, 4).after(1, 8, of(divergence)));
  }

  @Test
  void theUnitOfDivergenceDoesNotMatter() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      double[] divergence = random.doubles(20, 1, 4).toArray();
      IntToDoubleFunction larger = epoch -> 1024 * divergence[epoch - 1];
      assertEquals(PAPER.after(1, 20, of(divergence)), PAPER.after(1, 20, larger));
    }
  }

  @Test
  void startsAtTheStatedAnchorAndEndsAfterTheConvergedOne() {
    GreedySearch plan = new GreedySearch(0.8, 30, 1);
    IntToDoubleFunction flat = epoch -> 1;
    assertEquals(Optional.of(new Stage(30, 5)), plan.next(List.of(), 240, 5, flat));
    assertEquals(
        Optional.of(new Stage(240, 5)), plan.next(List.of(new Stage(30, 5)), 240, 5, flat));
    assertEquals(
        Optional.empty(), plan.next(List.of(new Stage(30, 5), new Stage(240, 5)), 240, 5, flat));
  }

  @Test
  void aRouteOfOneEpochHasOneStage() {
    assertEquals(List.of(new Stage(1, 5)), walk(PAPER, 1, epoch -> 1));
  }

  @Test
  void neverLoopsAndAlwaysEndsAtTheConvergedTeacher() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 500; trial++) {
      int last = random.nextInt(1, 40);
      GreedySearch plan =
          new GreedySearch(random.nextDouble(2), random.nextInt(1, last + 1), random.nextInt(1, 4));
      List<Stage> stages = walk(plan, last, epoch -> random.nextDouble());
      for (int i = 1; i < stages.size(); i++) {
        assertTrue(stages.get(i).anchor() > stages.get(i - 1).anchor(), stages.toString());
      }
      assertEquals(last, stages.get(stages.size() - 1).anchor(), plan + " " + stages);
    }
  }

  @Test
  void refusesAFirstAnchorBeyondTheRoute() {
    assertEquals(
        "expected a first anchor up to epoch 9, found 10",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GreedySearch(0.8, 10, 1).next(List.of(), 9, 5, epoch -> 1))
            .getMessage());
  }

  private static List<Stage> walk(GreedySearch plan, int last, IntToDoubleFunction divergence) {
    List<Stage> stages = new ArrayList<>();
    Optional<Stage> next = plan.next(stages, last, 5, divergence);
    while (next.isPresent()) {
      stages.add(next.get());
      assertTrue(stages.size() <= last, "loops: " + stages);
      next = plan.next(stages, last, 5, divergence);
    }
    return stages;
  }

  /** Divergence of epochs 1, 2, ... */
  private static IntToDoubleFunction of(double... divergence) {
    return epoch -> divergence[epoch - 1];
  }

  /** Straight lines between points given as epoch, divergence, epoch, divergence, ... */
  private static IntToDoubleFunction curve(double... points) {
    return epoch -> {
      int i = 0;
      while (points[i + 2] < epoch) {
        i += 2;
      }
      double share = (epoch - points[i]) / (points[i + 2] - points[i]);
      return points[i + 1] + share * (points[i + 3] - points[i + 1]);
    };
  }
}
