package dev.routeface.server.bench;

import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that know nothing of each other: requests are due at moments drawn beforehand (a Poisson
 * process), whether or not those before are answered. A request's time counts from when it was due,
 * so that one that could not be sent at once hides no waiting (Tene, "coordinated omission").
 */
record OpenLoop(EmbeddingClient client) {
  private static final Seed SEED = Seed.of(2);

  /** When requests are due, in seconds from the start. */
  static List<Double> due(double perSecond, double seconds) {
    SplittableRandom random = SEED.random();
    List<Double> all = new ArrayList<>();
    for (double due = gap(random, perSecond); due < seconds; due += gap(random, perSecond)) {
      all.add(due);
    }
    return all;
  }

  /** Sends for some seconds, then waits for all answers. */
  Answers run(double perSecond, double seconds) {
    Answers answers = new Answers();
    List<CompletableFuture<Void>> open = new ArrayList<>();
    List<Double> due = due(perSecond, seconds);
    long begun = System.nanoTime();
    while (open.size() < due.size() && System.nanoTime() - begun < seconds * 1e9) {
      long at = begun + (long) (due.get(open.size()) * 1e9);
      await(at);
      open.add(send(open.size(), at, answers));
    }
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
    return answers;
  }

  private CompletableFuture<Void> send(int number, long due, Answers answers) {
    return client.ask(number).thenAccept(status -> answers.add(status, System.nanoTime() - due));
  }

  private static double gap(SplittableRandom random, double perSecond) {
    return -Math.log(1 - random.nextDouble()) / perSecond;
  }

  private static void await(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
