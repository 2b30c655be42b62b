package dev.routeface.server.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One key's allowance, with a clock of the test's own. */
class KeyGateTest {
  private static final long SECOND = 1_000_000_000;

  private static KeyGate gate(double rate, int concurrent) {
    return new KeyGate(new ApiKey.KeyLimits(rate, concurrent), 0);
  }

  private static Problem refused(KeyGate gate, long now) {
    Problem problem = assertThrows(Problem.class, () -> gate.enter(now));
    assertEquals(Code.RATE_LIMITED, problem.code());
    return problem;
  }

  @Test
  void aSecondsWorthMayComeAtOnceAndNoMore() {
    KeyGate gate = gate(3, 100);
    for (int i = 0; i < 3; i++) {
      gate.enter(0);
    }
    assertEquals(
        "expected at most 3 requests of this key per second", refused(gate, 0).getMessage());
    assertEquals(Duration.ofSeconds(1), refused(gate, 0).retryAfter().orElseThrow());
    refused(gate, SECOND / 4);
    assertDoesNotThrow(() -> gate.enter(SECOND / 2));
  }

  @Test
  void restDoesNotSaveUpForMoreThanASecond() {
    KeyGate gate = gate(2, 100);
    gate.enter(3600 * SECOND);
    gate.enter(3600 * SECOND);
    refused(gate, 3600 * SECOND);
  }

  @Test
  void whoMayComeSeldomIsToldHowLongToWait() {
    KeyGate gate = gate(0.1, 100);
    gate.enter(0);
    Problem problem = refused(gate, 0);
    assertEquals("expected at most 0.1 requests of this key per second", problem.getMessage());
    assertEquals(Duration.ofSeconds(10), problem.retryAfter().orElseThrow());
    refused(gate, 9 * SECOND);
    assertDoesNotThrow(() -> gate.enter(11 * SECOND));
  }

  @Test
  void whoLeavesMakesRoom() {
    KeyGate gate = gate(100, 2);
    gate.enter(0);
    gate.enter(0);
    assertEquals(
        "expected at most 2 requests of this key at a time", refused(gate, 0).getMessage());
    gate.leave();
    assertDoesNotThrow(() -> gate.enter(0));
    refused(gate, 0);
  }
}
