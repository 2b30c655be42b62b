package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.Fields;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetTest {
  private static Trials trials(float... scores) {
    return Trials.of(scores, IntStream.range(0, scores.length).toArray());
  }

  /** Coarse scores, so that many tie; about one in twenty failed. */
  private static Trials scattered(int count, double shift, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      double score = Math.round(20 * (shift + 0.3 * random.nextGaussian())) / 20.0;
      scores[i] =
          random.nextInt(20) == 0 ? Trials.FAILED : (float) Math.max(-1, Math.min(1, score));
    }
    return trials(scores);
  }

  @Test
  void countsByHand() {
    Det det = Det.of(trials(0.9f, 0.5f, 0.5f, Trials.FAILED), trials(0.1f, 0.5f, 0.6f, 0.7f, 0.2f));
    assertEquals(new ErrorPoint(0.1, Math.nextUp(0.7f), 3, 4, 0, 5), det.at(0.1));
    assertEquals(new ErrorPoint(0.2, Math.nextUp(0.6f), 3, 4, 1, 5), det.at(0.2));
    assertEquals(new ErrorPoint(0.4, Math.nextUp(0.5f), 3, 4, 2, 5), det.at(0.4));
    assertEquals(new ErrorPoint(0.6, Math.nextUp(0.2f), 1, 4, 3, 5), det.at(0.6));
    assertEquals(new ErrorPoint(1, -2, 1, 4, 5, 5), det.at(1));
    assertEquals(0.75, det.at(0.2).miss());
    assertEquals(0.2, det.at(0.2).falseAlarm());
  }

  @Test
  void aTieWithTheScoreThatMustNotPassDoesNotPass() {
    Det det = Det.of(trials(0.5f), trials(0.5f, 0.5f, 0.1f));
    assertEquals(new ErrorPoint(0.4, Math.nextUp(0.5f), 1, 1, 0, 3), det.at(0.4));
  }

  /** 0.29 * 100 is 28.999999999999996. */
  @Test
  void meansTheRateAsItIsWritten() {
    assertEquals(29, Det.allowed(0.29, 100));
    assertEquals(28, Det.allowed(0.2899, 100));
    assertEquals(0, Det.allowed(0.003, 333));
    assertEquals(3, Det.allowed(0.003, 1000));
  }

  /** The specification: of all thresholds that keep the rate, the least misses. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.1, 0.03, 0.01, 0.003, 1e-4})
  void agreesWithThePlainDefinition(double rate) {
    Trials mated = scattered(211, 0.4, 1);
    Trials nonMated = scattered(1021, 0, 2);
    long best = Long.MAX_VALUE;
    for (int step = -200; step <= 201; step++) {
      double threshold = step / 100.0 + 0.001;
      long alarms = count(nonMated, threshold);
      if (alarms <= rate * nonMated.size()) {
        best = Math.min(best, mated.size() - count(mated, threshold));
      }
    }
    ErrorPoint point = Det.of(mated, nonMated).at(rate);
    assertEquals(best, point.misses());
    assertEquals(count(nonMated, point.threshold()), point.falseAlarms());
    assertTrue(point.falseAlarms() <= rate * nonMated.size());
    assertEquals(point.miss(), mated.below(point.threshold()).average(Averaging.PAIRS));
    assertEquals(point.falseAlarm(), nonMated.reaching(point.threshold()).average(Averaging.PAIRS));
  }

  private static long count(Trials trials, double threshold) {
    return IntStream.range(0, trials.size()).filter(i -> trials.score(i) >= threshold).count();
  }

  @Test
  void missesOnlyGrowAsAlarmsShrink() {
    List<ErrorPoint> curve = Det.of(scattered(307, 0.4, 3), scattered(2003, 0, 4)).curve();
    assertEquals(1, curve.get(0).rate());
    for (int n = 1; n < curve.size(); n++) {
      assertTrue(curve.get(n).misses() >= curve.get(n - 1).misses());
      assertTrue(curve.get(n).falseAlarms() <= curve.get(n - 1).falseAlarms());
      assertTrue(curve.get(n).supported());
    }
  }

  @Test
  void hitsAndMissesAreAllTrials() {
    Trials mated = scattered(101, 0.4, 5);
    for (double threshold : new double[] {-2, -0.3, 0, 0.25, 0.5, 2}) {
      double hits = mated.reaching(threshold).average(Averaging.PAIRS);
      assertEquals(1, hits + mated.below(threshold).average(Averaging.PAIRS), 1e-12);
    }
    assertTrue(mated.failures() > 0);
    assertEquals(mated.failures(), 101 * mated.below(-2).average(Averaging.PAIRS), 1e-9);
  }

  @Test
  void histogramsHoldEveryScoreOnce() {
    Trials mated = trials(1, 0.999f, 0.98f, -1, 0, Trials.FAILED);
    ScoreHistogram histogram = ScoreHistogram.of(mated, scattered(500, 0, 6));
    assertEquals(3, histogram.mated().get(99));
    assertEquals(1, histogram.mated().get(0));
    assertEquals(1, histogram.mated().get(50));
    assertEquals(5, histogram.mated().stream().mapToInt(n -> n).sum());
    assertEquals(0.01, ScoreHistogram.centre(50), 1e-12);
    assertEquals(
        histogram, Fields.of("h", histogram.toJson()).<ScoreHistogram>read(ScoreHistogram::of));
  }

  @Test
  void comesBackFromJson() {
    ErrorRates errors =
        ErrorRates.of(
            ErrorRates.Task.IDENTIFICATION,
            "set",
            scattered(50, 0.5, 7),
            scattered(90, 0, 8),
            List.of(0.2, 0.5));
    assertEquals(errors, Fields.of("e", errors.toJson()).<ErrorRates>read(ErrorRates::of));
  }

  @Test
  void refusesWhatIsNoScoreAndWhatIsNoRate() {
    assertEquals("expected cosines, found NaN", refusal(() -> trials(Float.NaN)));
    assertEquals("expected cosines, found 2.0", refusal(() -> trials(2)));
    assertEquals(
        "expected a score and an identity for each trial, found 1 and 2",
        refusal(() -> Trials.of(new float[1], new int[2])));
    assertEquals(
        "expected at least one mated and one non-mated trial, found 1 and 0",
        refusal(() -> Det.of(trials(0), trials())));
    assertEquals(
        "expected an error rate above 0 and at most 1, found 0.0",
        refusal(() -> Det.of(trials(0), trials(0)).at(0)));
    assertEquals(
        "expected 100 bins, found 1 and 100",
        refusal(() -> new ScoreHistogram(List.of(1), Collections.nCopies(100, 0))));
  }

  private static String refusal(Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }
}
