package dev.routeface.eval.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.certificate.OperatingPoints.Point;
import dev.routeface.eval.certificate.OperatingPoints.Unsupported;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.ErrorRates.Task;
import dev.routeface.eval.metric.IdentityBootstrap;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatingPointsTest {
  private static final long PAIRS = 320 * 316 / 2 + 320 * 80;
  private final HeldOutPeople people = People.heldOut(80);
  private final Conditions conditions =
      new Conditions(
          0.01, List.of(0.1, 1e-4), List.of(0.5, 0.01), 0.1, new IdentityBootstrap(200, 1));
  private final JudgedModel judged = People.judged("model", people, 1.2, conditions);
  private final OperatingPoints found = OperatingPoints.of(judged, people, conditions);

  @Test
  void givesThresholdAndCountsOfTheProtocol() {
    Point point = found.points().get(0);
    assertEquals(Task.VERIFICATION, point.task());
    assertEquals(judged.at(0.1).point().threshold(), point.point().threshold());
    assertEquals(PAIRS, point.point().nonMated());
    assertEquals(80 * 6, point.point().mated());
    assertEquals(
        1 - judged.at(0.1).accepted().average(Averaging.PAIRS), point.miss().estimate(), 1e-12);
    assertEquals(point.point().miss(), point.miss().estimate(), 1e-12);
  }

  @Test
  void countsTheSameFalseMatchesByPersonAsTheProtocolByPair() {
    Point point = found.points().get(0);
    assertEquals(point.point().falseAlarm(), point.falseAlarm().estimate(), 1e-12);
    assertTrue(point.falseAlarm().low() < 0.1 && 0.1 < point.falseAlarm().high());
  }

  /** 40 of 80 searches raise an alarm. By Python: Wilson's 95 % score interval. */
  @Test
  void givesFalsePositiveIdentificationsWithWilsonsInterval() {
    Point point = found.points().get(1);
    assertEquals(Task.IDENTIFICATION, point.task());
    assertEquals(40, point.point().falseAlarms());
    assertEquals(0.5, point.falseAlarm().estimate());
    assertEquals(0.3929741508611972, point.falseAlarm().low(), 1e-12);
    assertEquals(0.6070258491388029, point.falseAlarm().high(), 1e-12);
    assertEquals(80 * 3, point.point().mated());
  }

  @Test
  void leavesOutWhatTheDataCannotSupportAndSaysHowMuchItTakes() {
    assertEquals(2, found.points().size());
    assertEquals(
        List.of(
            new Unsupported(Task.VERIFICATION, 1e-4, PAIRS, 300_000),
            new Unsupported(Task.IDENTIFICATION, 0.01, 80, 3_000)),
        found.unsupported());
  }

  @Test
  void asksForThirtyErrorsAndNoMore() {
    assertEquals(3_000_000, Conditions.needed(1e-5));
    assertTrue(Conditions.supports(300, 0.1));
    assertTrue(!Conditions.supports(299, 0.1));
  }
}
