package dev.routeface.sdk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
  private static final Machine MACHINE =
      new Machine(
          "A processor",
          2,
          "17.0.1",
          "Linux amd64",
          "PyTorch 2.7.1",
          2,
          0.1,
          List.of("MALLOC_TOP_PAD_"));

  /** Images per second in a first round. */
  private static final Map<Arm, Double> RATES =
      Map.of(
          Arm.MOBILEFACENET, 40.0,
          Arm.STOCK, 20.0,
          Arm.STOCK_LAUNCHED, 32.0,
          Arm.STUDENT_CACHED, 2000.0,
          Arm.STUDENT_ONLINE, 1000.0,
          Arm.STUDENT_ALONE, 2000.0);

  @Test
  void takesEveryRatioWithinARound() {
    // The second round runs at half speed: pairs agree where sums over rounds would not.
    TrainingReport report = report(false, 1, 0.5);
    assertEquals(List.of(2.0, 2.0), values(report, "MobileFaceNet / MobileFaceNet, stock DJL"));
    assertEquals(List.of(1.25, 1.25), values(report, "MobileFaceNet / the same, our environment"));
    assertEquals(
        List.of(2.0, 2.0), values(report, "student, cached targets / student, guide run online"));
    assertEquals(List.of(2000.0, 1000.0), values(report, "student, cached targets, images/s"));
  }

  @Test
  void saysWhetherEveryGoalIsMet() {
    assertEquals(Optional.of(true), report(false, 1).met());
    TrainingReport slow = report(false, 0.5);
    assertEquals(Optional.of(false), slow.met());
    assertTrue(slow.table().contains("At least one goal is MISSED."));
  }

  @Test
  void judgesNothingAfterAFewSteps() {
    TrainingReport quick = report(true, 0.01);
    assertEquals(Optional.empty(), quick.met());
    assertTrue(
        quick.table().contains("Quick: everything runs; figures of so few steps say nothing."));
  }

  @Test
  void showsEveryArmAndEveryFinding() {
    assertEquals(
        """
        A processor, 2 cores, Linux amd64; Java 17.0.1, PyTorch 2.7.1, 2 threads; load 0.10

          arm                                                   batch  images/s   ms/step  data wait   images/s by round
          MobileFaceNet                                            32      30.0     1,067       1.0%   40.0 20.0
          MobileFaceNet, stock DJL                                 32      15.0     2,133       1.0%   20.0 10.0
          the same, our environment                                32      24.0     1,333       1.0%   32.0 16.0
          student, cached targets                                  64     1,500      42.7       1.0%   2,000 1,000
          student, guide run online                                64     750.0      85.3       1.0%   1,000 500.0
          student, margin loss alone                               64     1,500      42.7       1.0%   2,000 1,000

          finding                                                 median     least      most   goal
          MobileFaceNet / MobileFaceNet, stock DJL                 2.000     2.000     2.000   at least 1.400, met
          MobileFaceNet / the same, our environment                1.250     1.250     1.250
          student, cached targets, images/s                        1,500     1,000     2,000   at least 1,500, met
          student, cached targets / student, guide run online      2.000     2.000     2.000   at least 1.900, met
          student, cached targets / student, margin loss alone     1.000     1.000     1.000   at least 0.950, met
          resident memory after 500 steps / after 50               1.010     1.010     1.010   at most 1.020, met
          data wait, MobileFaceNet                                 0.010     0.010     0.010   at most 0.050, met
          data wait, student, cached targets                       0.010     0.010     0.010   at most 0.050, met

        Every goal is met.
        """,
        String.join("\n", report(false, 1, 0.5).table()) + "\n");
  }

  @Test
  void readsWhatItWrites() {
    TrainingReport report = report(false, 1, 0.9);
    String text = Fields.text(report.toJson());
    assertEquals(report, Fields.parse("test", text).read(TrainingReport::of));
  }

  private static List<Double> values(TrainingReport report, String name) {
    return report.findings().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  /** One round per factor on the rates. */
  private static TrainingReport report(boolean quick, double... factors) {
    List<Measurement> measurements = new ArrayList<>();
    for (int round = 1; round <= factors.length; round++) {
      for (Arm arm : Arm.values()) {
        double rate = RATES.get(arm) * factors[round - 1];
        int batch = rate < 100 ? 32 : 64;
        measurements.add(
            new Measurement(
                arm,
                round,
                batch,
                arm.warmUp(),
                arm.steps(),
                arm.steps() * batch / rate,
                0.01,
                1000,
                1010));
      }
    }
    Origin origin = new Origin("routeface bench train", "unknown");
    return TrainingReport.of(origin, MACHINE, measurements, quick);
  }
}
