package dev.routeface.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
  private static final long MIB = 1 << 20;

  /** Bodies of 2 MiB at most, 8 MiB of them together, and four requests. */
  private final Room room = new Room(new ServiceConfig.Limits(2, 9, 4, 9, 9), 64 * MIB);

  private void requireFull(String message, long length) {
    Problem problem = assertThrows(Problem.class, () -> room.enter(length));
    assertEquals(Code.OVERLOADED, problem.code());
    assertEquals(message, problem.getMessage());
    assertEquals(Optional.of(1L), problem.retryAfter().map(wait -> wait.toSeconds()));
  }

  @Test
  void takesSoManyRequests() {
    Runnable first = room.enter(0);
    IntStream.range(0, 3).forEach(i -> room.enter(0));
    requireFull("the service has all hands full", 0);
    first.run();
    room.enter(0);
    requireFull("the service has all hands full", 0);
  }

  @Test
  void bytesThatAreGivenBackCanBeTakenAgain() {
    Room small = new Room(new ServiceConfig.Limits(2, 9, 4, 9, 9), 24 * MIB);
    for (int i = 0; i < 100; i++) {
      Runnable large = small.enter(Long.MAX_VALUE);
      Runnable other = small.enter(MIB - 1);
      Problem full = assertThrows(Problem.class, () -> small.enter(MIB / 2));
      assertEquals("the bodies that the service is reading fill its memory", full.getMessage());
      other.run();
      large.run();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 8 * MIB})
  void oneOfTheLargestAlwaysFits(long memory) {
    Room smallest = new Room(new ServiceConfig.Limits(2, 9, 4, 9, 9), memory);
    Runnable place = smallest.enter(2 * MIB);
    assertThrows(Problem.class, () -> smallest.enter(0));
    place.run();
    smallest.enter(2 * MIB);
  }
}
