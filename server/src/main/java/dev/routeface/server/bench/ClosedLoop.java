package dev.routeface.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask again as soon as they are answered: what the service can do at most. */
record ClosedLoop(EmbeddingClient client, int clients) {
  /** Good answers per second, each of one image. */
  double rate(double seconds) {
    Answers answers = new Answers();
    AtomicLong next = new AtomicLong();
    long begun = System.nanoTime();
    long end = begun + (long) (seconds * 1e9);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> ask(answers, next, end), "client-" + i);
      thread.start();
      threads.add(thread);
    }
    threads.forEach(ClosedLoop::join);
    return answers.requireGood().good() / ((System.nanoTime() - begun) / 1e9);
  }

  private void ask(Answers answers, AtomicLong next, long end) {
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      int status = client.ask(next.getAndIncrement()).join();
      answers.add(status, System.nanoTime() - now);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while clients were asking", e);
    }
  }
}
