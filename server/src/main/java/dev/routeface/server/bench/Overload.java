package dev.routeface.server.bench;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;

/** Asks for several times as much as the service can do, and then how long that can be felt. */
record Overload(ServedProcess service, EmbeddingClient client) {
  /** How much more is asked than can be done. */
  static final int TIMES = 5;

  private static final int LONE = 30;
  private static final int IN_A_ROW = 10;
  private static final double USUAL = 2;
  private static final double PATIENCE = 60;
  private static final int SAMPLE_MILLIS = 100;

  /**
   * What was found.
   *
   * @param sent requests per second
   * @param good answers per second
   * @param refused told to come later
   * @param other errors and missing answers
   * @param before resident memory of the service, MiB
   * @param most of it while there was too much to do
   * @param recovery seconds until a lone request was answered as before
   */
  record Result(
      double sent,
      double good,
      int refused,
      int other,
      double before,
      double most,
      double recovery) {}

  Result run(double capacity, double seconds) {
    double usual = median(LONE);
    double before = service.residentMib();
    DoubleAccumulator most = new DoubleAccumulator(Math::max, before);
    ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
    Answers answers;
    try {
      var unused =
          sampler.scheduleWithFixedDelay(
              () -> most.accumulate(service.residentMib()),
              0,
              SAMPLE_MILLIS,
              TimeUnit.MILLISECONDS);
      answers = new OpenLoop(client).run(TIMES * capacity, seconds);
    } finally {
      sampler.shutdownNow();
    }
    double recovery = recovery(usual);
    return new Result(
        answers.all() / seconds,
        answers.good() / seconds,
        answers.refused(),
        answers.other(),
        before,
        most.get(),
        recovery);
  }

  /** Milliseconds of a lone request. */
  private double median(int requests) {
    Answers answers = new Answers();
    for (int i = 0; i < requests; i++) {
      long begun = System.nanoTime();
      answers.add(client.ask(i).join(), System.nanoTime() - begun);
    }
    return answers.requireGood().within(0.5);
  }

  /** Over when some in a row took no longer than twice what was usual, at the middle. */
  private double recovery(double usual) {
    long begun = System.nanoTime();
    double[] latest = new double[IN_A_ROW];
    Arrays.fill(latest, Double.MAX_VALUE);
    for (int i = 0; elapsed(begun) < PATIENCE; i++) {
      long sent = System.nanoTime();
      boolean good = client.ask(i).join() == 200;
      latest[i % IN_A_ROW] = good ? 1e3 * elapsed(sent) : Double.MAX_VALUE;
      if (Arrays.stream(latest).sorted().toArray()[IN_A_ROW / 2] <= USUAL * usual) {
        return elapsed(begun);
      }
    }
    return PATIENCE;
  }

  private static double elapsed(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
