package dev.routeface.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of requests; told by many threads. */
final class Answers {
  private static final int GOOD = 200;
  private static final List<Integer> LATER = List.of(429, 503);

  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<Double> milliseconds = new ArrayList<>();

  /**
   * Counts one.
   *
   * @param nanos from when it was due to its answer
   */
  synchronized void add(int status, long nanos) {
    statuses.merge(status, 1, Integer::sum);
    if (status == GOOD) {
      milliseconds.add(nanos / 1e6);
    }
  }

  synchronized int good() {
    return statuses.getOrDefault(GOOD, 0);
  }

  /** Those that were asked to come later. */
  synchronized int refused() {
    return LATER.stream().mapToInt(status -> statuses.getOrDefault(status, 0)).sum();
  }

  /** Neither: errors, and those that were never answered. */
  synchronized int other() {
    return all() - good() - refused();
  }

  synchronized int all() {
    return statuses.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Milliseconds within which a share of the good ones came: the nearest rank.
   *
   * @throws IllegalStateException with what came instead, if there was none
   */
  synchronized double within(double share) {
    if (milliseconds.isEmpty()) {
      throw new IllegalStateException("expected answers of status 200, found only " + statuses);
    }
    int rank = (int) Math.ceil(share * milliseconds.size());
    return milliseconds.stream().sorted().toList().get(Math.max(0, rank - 1));
  }

  /** The same, if nothing failed or was refused. */
  synchronized Answers requireGood() {
    if (good() != all()) {
      throw new IllegalStateException("expected answers of status 200 alone, found " + statuses);
    }
    return this;
  }
}
