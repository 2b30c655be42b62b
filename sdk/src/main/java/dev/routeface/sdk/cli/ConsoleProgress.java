package dev.routeface.sdk.cli;

import dev.routeface.sdk.math.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on standard error: a bar with the remaining time on a terminal; elsewhere, where a bar
 * would fill the log with carriage returns, plain lines at most every ten seconds.
 */
public final class ConsoleProgress implements Progress {
  @Override
  @SuppressWarnings("SystemConsoleNull") // the launcher asks newer releases for the old answer
  public Task start(String what, long steps) {
    return System.console() == null
        ? new Lines(what, steps, System.err, System::nanoTime)
        : new Bar(what, steps);
  }

  @Override
  public void warn(String line) {
    System.err.println("routeface: " + line);
  }

  private static final class Bar implements Task {
    private final ProgressBar bar;

    Bar(String what, long steps) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }

    @Override
    public void stepBy(long steps) {
      bar.stepBy(steps);
    }

    @Override
    public void note(String remark) {
      bar.setExtraMessage(remark);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  static final class Lines implements Task {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final String what;
    private final long steps;
    private final PrintStream out;
    private final LongSupplier clock;
    private final long started;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextLine;

    /** Steps that the last line told of. */
    private volatile long told = -1;

    private volatile String remark = "";

    /**
     * @param clock nanoseconds since any moment
     */
    Lines(String what, long steps, PrintStream out, LongSupplier clock) {
      this.clock = clock;
      this.started = clock.getAsLong();
      this.nextLine = new AtomicLong(started + INTERVAL);
      this.what = what;
      this.steps = steps;
      this.out = out;
    }

    @Override
    public void stepBy(long more) {
      long now = clock.getAsLong();
      long at = done.addAndGet(more);
      long due = nextLine.get();
      if (now - due >= 0 && nextLine.compareAndSet(due, now + INTERVAL)) {
        told = at;
        out.println(line(at, now - started));
      }
    }

    @Override
    public void note(String newRemark) {
      remark = newRemark.isEmpty() ? "" : "  " + newRemark;
    }

    /** Work that was short enough to print nothing stays silent; nothing is said twice. */
    @Override
    public void close() {
      long now = clock.getAsLong();
      if (now - started >= INTERVAL && told != done.get()) {
        out.println(line(done.get(), now - started));
      }
    }

    String line(long at, long nanos) {
      long left = at == 0 ? 0 : (long) ((double) nanos / at * Math.max(0, steps - at));
      return "%s: %d of %d, %s so far, %s left%s"
          .formatted(what, at, steps, clock(nanos), at == 0 ? "unknown" : clock(left), remark);
    }

    private static String clock(long nanos) {
      Duration time = Duration.ofNanos(nanos);
      return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
  }
}
