package dev.routeface.server.bench;

import dev.routeface.sdk.bench.EmbeddingReport;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Finding.Goal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is measured, round by round, and knows what was promised. */
final class ServedFigures {
  static final String SERVED = "images/s, %d clients of one image".formatted(ServeBench.CLIENTS);

  private static final Goal NONE = new Goal.AtMost(0);

  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final Map<String, Goal> goals = new LinkedHashMap<>();

  /** Of the model alone, in the latest round. */
  private double best;

  private void add(String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private void add(String name, double value, Goal goal) {
    add(name, value);
    goals.put(name, goal);
  }

  /** The model alone, each batch once. */
  void inProcess(List<EmbeddingReport.Row> rows) {
    best = 0;
    for (EmbeddingReport.Row row : rows) {
      double rate = row.imagesPerSecond().get(0);
      add("images/s, model alone, batch %d".formatted(row.batch()), rate);
      best = Math.max(best, rate);
    }
  }

  /** Follows {@link #inProcess} in each round. */
  void served(double rate) {
    add(SERVED, rate);
    add("service / model alone in its better batch", rate / best, new Goal.AtLeast(0.85));
  }

  double servedMedian() {
    return finding(SERVED).median();
  }

  /** Answers to requests that were due so often. */
  void timed(double perSecond, Answers answers) {
    double half = answers.within(0.5);
    double most = answers.within(0.99);
    add("at 70 % of it: requests/s", perSecond);
    add("at 70 % of it: not answered with 200", answers.all() - answers.good(), NONE);
    add("at 70 % of it: p50, ms", half);
    add("at 70 % of it: p99, ms", most);
    add("at 70 % of it: p99 / p50", most / half, new Goal.AtMost(4));
  }

  /** What the moments at which they were due made of the same requests, whoever answers them. */
  void atBest(Answers answers) {
    add("at 70 % of it: p99 / p50 of a perfect queue", answers.within(0.99) / answers.within(0.5));
  }

  void overload(Overload.Result result) {
    double rate = servedMedian();
    String at = "at %d times: ".formatted(Overload.TIMES);
    add(at + "requests/s sent", result.sent());
    add(at + "sent / what it can do", result.sent() / rate);
    add(at + "answered / what it can do", result.good() / rate, new Goal.AtLeast(0.8));
    add(at + "told to come later, 429 or 503", result.refused());
    add(at + "any other answer, or none", result.other(), NONE);
    add(at + "resident memory before, MiB", result.before());
    add(at + "resident memory at most, MiB", result.most());
    add(at + "resident memory, most / before", result.most() / result.before());
    add(at + "s until a lone request is as fast again", result.recovery(), new Goal.AtMost(5));
  }

  void overHttp(double rate) {
    add("faces/s enrolled over HTTP, durable", rate, new Goal.AtLeast(5000));
  }

  void intoStore(double rate) {
    add("faces/s enrolled in the store alone, durable", rate, new Goal.AtLeast(5000));
  }

  List<Finding> findings() {
    return values.keySet().stream().map(this::finding).toList();
  }

  private Finding finding(String name) {
    return new Finding(name, values.get(name), Optional.ofNullable(goals.get(name)));
  }
}
