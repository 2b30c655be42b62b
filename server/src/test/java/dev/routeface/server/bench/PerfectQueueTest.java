package dev.routeface.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerfectQueueTest {
  @Test
  void whoeverComesWhileAllAreBusyWaitsForTheFirst() {
    Answers answers = new PerfectQueue(2, 1).answers(List.of(0.0, 0.25, 0.5, 3.0));
    assertEquals(4, answers.good());
    // Done at 1, 1.25, 2 and 4: after 1, 1, 1.5 and 1 seconds.
    assertEquals(1000, answers.within(0.75), 1e-9);
    assertEquals(1500, answers.within(1), 1e-9);
  }

  @Test
  void anEvenStreamNeverWaits() {
    PerfectQueue queue = PerfectQueue.of(4, 100);
    List<Double> even = IntStream.range(0, 1000).mapToObj(i -> i / 100.0).toList();
    assertEquals(40, queue.answers(even).within(1), 1e-6);
  }

  /** The mean wait of one server with equal work under random arrivals, Pollaczek and Khinchine. */
  @Test
  void theMeanWaitIsTheFormulas() {
    double rate = 70;
    List<Double> due = OpenLoop.due(rate, 500);
    Answers answers = new PerfectQueue(1, 0.01).answers(due);
    double sum = 0;
    for (int percent = 1; percent <= 100; percent++) {
      sum += answers.within((percent - 0.5) / 100);
    }
    double load = rate * 0.01;
    double expected = 10 + 10 * load / (2 * (1 - load));
    assertEquals(expected, sum / 100, 1);
    assertTrue(Math.abs(due.size() / 500.0 - rate) < 1, "as often as asked: " + due.size());
  }
}
