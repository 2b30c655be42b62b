package dev.routeface.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.server.model.OperatingPoint.Task;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service reads of a certificate: the one that the docs show. */
class CalibrationTest {
  private static final Path CERTIFICATE = Path.of("../docs/results/certificate/certificate.json");
  private static final String TEACHER =
      "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581";
  private static final String STUDENT =
      "e72a5710cce378dc46472b6b845cb90647634f2738d8c3e581735cf195b9866f";

  @TempDir Path folder;

  private static Policy policy(String json) {
    return Fields.parse("policy", json).read(Policy::of);
  }

  private static Policy.Rule rule(String sha256, String policy) {
    return policy(policy).rule(Optional.of(Calibration.read(CERTIFICATE, sha256)));
  }

  @Test
  void aRateIsTheServedModelsOwnThreshold() {
    // The figures stand in the file, a hundred lines from its end.
    assertEquals(0.339673787355423, rule(STUDENT, "{\"fmr\": 1e-3}").threshold());
    assertEquals(0.3494689464569092, rule(TEACHER, "{\"fmr\": 0.001}").threshold());
    assertEquals(0.47786957025527954, rule(STUDENT, "{\"fpir\": 1e-2}").threshold());
    OperatingPoint point = rule(STUDENT, "{\"fmr\": 1e-3}").point().orElseThrow();
    assertEquals(0.009349575038079394, point.miss().value());
    assertEquals(0.005258428418717261, point.miss().low());
    assertEquals(0.0013453461508994705, point.falseAlarm().high());
    assertEquals(Task.VERIFICATION, point.task());
    assertEquals(1680, Calibration.read(CERTIFICATE, STUDENT).enrolled());
    assertTrue(Calibration.read(CERTIFICATE, STUDENT).id().matches("cal_[0-9a-f]{16}"));
  }

  @Test
  void knowsNoRateBetweenTwo() {
    Problem refused = assertThrows(Problem.class, () -> rule(STUDENT, "{\"fpir\": 0.05}"));
    assertEquals(Code.NO_OPERATING_POINT, refused.code());
    assertEquals(
        "expected one of the certificate's fpir [0.1, 0.01], found 0.05", refused.getMessage());
    assertEquals(Map.of("rates", List.of(0.1, 0.01)), refused.details());
  }

  @Test
  void withoutACertificateThereAreThresholdsAlone() {
    Policy.Rule rule = policy("{\"threshold\": 0.25}").rule(Optional.empty());
    assertTrue(rule.accepts(0.25) && !rule.accepts(Math.nextDown(0.25)), "inclusive");
    Problem refused =
        assertThrows(Problem.class, () -> policy("{\"fmr\": 1e-3}").rule(Optional.empty()));
    assertEquals(
        "expected a policy with a threshold: the model has no certificate, so that no rate is"
            + " known; found fmr 0.001",
        refused.getMessage());
  }

  @Test
  void aPolicyIsOneThing() {
    BadRecipeException two =
        assertThrows(BadRecipeException.class, () -> policy("{\"fmr\": 1, \"fpir\": 1}"));
    assertEquals(
        "policy at $.*: expected one of fmr, fpir, threshold, found 2 keys", two.getMessage());
    assertThrows(BadRecipeException.class, () -> policy("{}"));
  }

  @Test
  void refusesACertificateOfOtherModels() {
    BadDataException refused =
        assertThrows(BadDataException.class, () -> Calibration.read(CERTIFICATE, "0".repeat(64)));
    assertEquals(
        CERTIFICATE
            + ": expected a certificate of the model with SHA-256 "
            + "0".repeat(64)
            + ", found one of faceplugin_fr_feature, mobilefacenet_foamliu128",
        refused.getMessage());
  }

  @Test
  void onlyRollOverSparesAnEnrolment() throws IOException {
    String text = Files.readString(CERTIFICATE);
    assertEquals(Set.of(), Calibration.read(CERTIFICATE, STUDENT).searchable());
    int first = text.indexOf("\"rollOver\" : false");
    Path changed =
        Files.writeString(
            folder.resolve("certificate.json"),
            text.substring(0, first) + text.substring(first).replaceFirst("false", "true"));
    assertEquals(Set.of(TEACHER), Calibration.read(changed, STUDENT).searchable());
    assertEquals(Set.of(), Calibration.read(changed, TEACHER).searchable(), "one way");
    assertFalse(text.contains("\"rollOver\" : true"));
  }
}
