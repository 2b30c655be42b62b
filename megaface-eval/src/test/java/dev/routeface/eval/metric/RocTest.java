package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocTest {
  private final Roc golden = Roc.of(Fixture.probes(), Fixture.identity(), Fixture.distractors());

  /** By Python, in exact rational arithmetic: 5 genuine pairs, 56 + 16 impostors. */
  @ParameterizedTest
  @CsvSource({"1, 1.0, 9", "0.2, 1.0, 9", "0.1, 0.6, 7", "0.05, 0.2, 3"})
  void acceptsAtTheLowestGenuineScoreThatKeepsTheRate(double far, double tar, long accepts) {
    OperatingPoint point = golden.at(far);
    assertEquals(tar, point.tar());
    assertEquals(accepts, point.falseAccepts());
    assertEquals(72, point.impostors());
    assertEquals(tar, golden.accepted(point.threshold()).average(Averaging.PAIRS));
  }

  @Test
  void acceptsNobodyWhereNoGenuineScoreKeepsTheRate() {
    OperatingPoint point = golden.at(0.01);
    assertEquals(new OperatingPoint(0.01, OperatingPoint.NOBODY, 0, 0, 72), point);
    assertEquals(0, golden.accepted(point.threshold()).average(Averaging.PAIRS));
  }

  @Test
  void flagsARateThatFewerThanTenImpostorsCouldShow() {
    assertFalse(golden.at(0.1).supported());
    assertTrue(golden.at(0.2).supported());
  }

  @Test
  void keepsAcceptedPairsApartByPerson() {
    PerIdentity accepted = golden.accepted(golden.at(0.1).threshold());
    assertEquals(PerIdentity.of(new double[] {2, 0, 1}, new int[] {3, 1, 1}), accepted);
  }

  /** The specification: hold every score, count at every genuine one. */
  @Test
  void agreesWithThePlainDefinition() {
    UnitVectors probes = Fixture.people(11, 4, 13, 9);
    int[] identity = Fixture.identities(11, 4);
    UnitVectors distractors = Fixture.random(307, 13, 10);
    List<Float> genuine = new ArrayList<>();
    List<Float> impostors = new ArrayList<>();
    for (int i = 0; i < 44; i++) {
      for (int j = i + 1; j < 44; j++) {
        (identity[i] == identity[j] ? genuine : impostors).add(probes.cosine(i, j));
      }
      for (int d = 0; d < 307; d++) {
        impostors.add(UnitVectors.of(13, concat(probes.row(i), distractors.row(d))).cosine(0, 1));
      }
    }
    Roc roc = Roc.of(probes, identity, distractors);
    assertEquals(genuine.size(), roc.genuinePairs());
    assertEquals(impostors.size(), roc.impostorPairs());
    for (double far : new double[] {0.5, 0.1, 0.03, 0.01, 0.003, 0.001, 1e-4}) {
      assertEquals(plainTar(genuine, impostors, far), roc.at(far).tar(), "at " + far);
    }
  }

  private static float[] concat(float[] a, float[] b) {
    float[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static double plainTar(List<Float> genuine, List<Float> impostors, double far) {
    double best = 0;
    for (float threshold : genuine) {
      if (impostors.stream().filter(s -> s >= threshold).count() <= far * impostors.size()) {
        long accepted = genuine.stream().filter(s -> s >= threshold).count();
        best = Math.max(best, (double) accepted / genuine.size());
      }
    }
    return best;
  }

  @Test
  void drawsItsCurveOnlyAsFarAsTheImpostorsReach() {
    Roc roc =
        Roc.of(
            Fixture.people(11, 4, 13, 9), Fixture.identities(11, 4), Fixture.random(307, 13, 10));
    List<OperatingPoint> curve = roc.curve();
    assertEquals(1, curve.get(0).far());
    assertEquals(0.1, curve.get(10).far());
    assertTrue(curve.get(curve.size() - 1).supported());
    for (int n = 1; n < curve.size(); n++) {
      assertTrue(curve.get(n).tar() <= curve.get(n - 1).tar());
    }
    assertFalse(roc.at(curve.get(curve.size() - 1).far() / Math.pow(10, 0.1)).supported());
  }

  @Test
  void refusesDataWithoutAGenuinePairAndRatesThatAreNone() {
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Roc.of(
                    Fixture.probes().select(new int[] {0, 3}),
                    new int[] {0, 1},
                    Fixture.distractors()));
    assertEquals(
        "expected at least one genuine pair and one distractor, found 0 and 8", none.getMessage());
    IllegalArgumentException rate =
        assertThrows(IllegalArgumentException.class, () -> golden.at(0));
    assertEquals(
        "expected a false accept rate above 0 and at most 1, found 0.0", rate.getMessage());
  }

  @Test
  void givesTheSameRatesAcrossAModelAndItself() {
    Roc.Side model = new Roc.Side(Fixture.probes(), Fixture.distractors());
    Roc across = Roc.across(model, Fixture.identity(), model);
    assertEquals(2 * golden.genuinePairs(), across.genuinePairs());
    assertEquals(2 * golden.impostorPairs(), across.impostorPairs());
    for (double far : new double[] {0.2, 0.1, 0.05}) {
      assertEquals(golden.at(far).threshold(), across.at(far).threshold());
      assertEquals(golden.at(far).tar(), across.at(far).tar());
      assertEquals(2 * golden.at(far).falseAccepts(), across.at(far).falseAccepts());
    }
  }

  /** The specification: every ordered pair, of probes with one another and with distractors. */
  @Test
  void comparesWhatTwoModelsSeeInEveryOrder() {
    Roc.Side one = new Roc.Side(Fixture.people(7, 3, 13, 1), Fixture.random(97, 13, 3));
    Roc.Side other = new Roc.Side(Fixture.people(7, 3, 13, 2), Fixture.random(97, 13, 4));
    int[] identity = Fixture.identities(7, 3);
    OperatingPoint point = Roc.across(one, identity, other).at(0.1);
    int genuine = 0;
    long impostors = 0;
    for (int i = 0; i < 21 + 97; i++) {
      for (int j = 0; j < 21 + 97; j++) {
        boolean match = Rows.product(row(one, i), row(other, j)) >= (float) point.threshold();
        boolean probes = i < 21 && j < 21;
        boolean mates = probes && identity[i] == identity[j];
        genuine += match && mates && i != j ? 1 : 0;
        impostors += match && !mates && (i < 21 || j < 21) ? 1 : 0;
      }
    }
    assertEquals(impostors, point.falseAccepts());
    assertEquals(21 * 18 + 2 * 21 * 97, point.impostors());
    assertEquals(genuine / 42.0, point.tar());
  }

  private static float[] row(Roc.Side side, int image) {
    return image < 21 ? side.probes().row(image) : side.distractors().row(image - 21);
  }
}
