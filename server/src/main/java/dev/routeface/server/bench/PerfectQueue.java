package dev.routeface.server.bench;

import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What answers would take if nothing but their queue took time: requests in the order in which they
 * are due, each at the first of some servers that is free, and all with the same work. A yardstick
 * and no bound: time in which nobody waits for a server, as on the network, evens out a real one.
 *
 * @param servers at least 1
 * @param seconds that one request takes one of them
 */
record PerfectQueue(int servers, double seconds) {
  /** One that does so many requests per second if it never has to wait for them. */
  static PerfectQueue of(int servers, double perSecond) {
    return new PerfectQueue(servers, servers / perSecond);
  }

  /**
   * Answers all.
   *
   * @param due in seconds, ascending
   */
  Answers answers(List<Double> due) {
    PriorityQueue<Double> free = new PriorityQueue<>(Collections.nCopies(servers, 0.0));
    Answers answers = new Answers();
    for (double moment : due) {
      double done = Math.max(moment, free.remove()) + seconds;
      free.add(done);
      answers.add(200, Math.round((done - moment) * 1e9));
    }
    return answers;
  }
}
