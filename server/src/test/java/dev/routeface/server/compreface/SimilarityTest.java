package dev.routeface.server.compreface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.model.Calibration;
import dev.routeface.server.model.Contract;
import dev.routeface.server.model.OperatingPoint;
import dev.routeface.server.model.OperatingPoint.Estimate;
import dev.routeface.server.model.OperatingPoint.Task;
import dev.routeface.server.model.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The number that CompreFace's clients see. */
class SimilarityTest {
  private static final Estimate ANY = new Estimate(0.1, 0, 0.2);

  private static ServedModel model(OperatingPoint... points) {
    return new ServedModel(
        "m",
        Optional.empty(),
        new Contract("ec_1"),
        points.length == 0
            ? Optional.empty()
            : Optional.of(new Calibration("cal_0123456789abcdef", List.of(points), Set.of(), 10)),
        Optional.empty(),
        Set.of());
  }

  private static OperatingPoint point(Task task, double rate, double threshold) {
    return new OperatingPoint(task, rate, threshold, ANY, ANY);
  }

  private static ServiceConfig.CompreFace config(Optional<Double> threshold) {
    return new ServiceConfig.CompreFace("c", "compreface", threshold);
  }

  @Test
  void isOneHalfAtTheThresholdAndRisesWithTheCosine() {
    for (double threshold : new double[] {-0.5, 0, 0.31, 0.9}) {
      Similarity similarity = new Similarity(threshold);
      assertEquals(0.5, similarity.of(threshold));
      double before = -1;
      for (double cosine = threshold - 0.5; cosine <= threshold + 0.5; cosine += 0.01) {
        double now = similarity.of(cosine);
        assertTrue(now > before && now >= 0 && now <= 1, cosine + ": " + now);
        before = now;
      }
    }
  }

  @Test
  void mirrorsAtTheThreshold() {
    Similarity similarity = new Similarity(0.3);
    for (double off : new double[] {0.01, 0.1, 0.7}) {
      assertEquals(1, similarity.of(0.3 + off) + similarity.of(0.3 - off), 1.1e-5);
    }
  }

  @Test
  void isWorkedOutWithFiveDecimals() {
    // (tanh(5 * 0.2) + 1) / 2 = 0.880797...; (tanh(5 * 0.7) + 1) / 2 = 0.999088...
    assertEquals(0.88080, new Similarity(0.3).of(0.5));
    assertEquals(0.99909, new Similarity(0.3).of(1));
    assertEquals(0.04743, new Similarity(0.3).of(0)); // strangers stay far below one half
  }

  @Test
  void takesTheCertificatesThresholdWithTheFewestFalseMatchesUnlessOneIsSet() {
    ServedModel model =
        model(
            point(Task.VERIFICATION, 1e-3, 0.31),
            point(Task.VERIFICATION, 1e-4, 0.42),
            point(Task.IDENTIFICATION, 1e-5, 0.77));
    assertEquals(new Similarity(0.42), Similarity.of(config(Optional.empty()), model));
    assertEquals(new Similarity(0.1), Similarity.of(config(Optional.of(0.1)), model));
    assertEquals(new Similarity(0.1), Similarity.of(config(Optional.of(0.1)), model()));
  }

  @Test
  void refusesToInventAThreshold() {
    String message =
        "compreface.threshold: expected the cosine that clients of CompreFace see as a similarity"
            + " of 0.5, or a certificate of m that has one; found neither";
    for (ServedModel model : List.of(model(), model(point(Task.IDENTIFICATION, 1e-2, 0.7)))) {
      BadDataException refused =
          assertThrows(
              BadDataException.class, () -> Similarity.of(config(Optional.empty()), model));
      assertEquals(message, refused.getMessage());
    }
  }
}
