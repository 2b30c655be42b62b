package dev.routeface.sdk.train;

import dev.routeface.sdk.math.Progress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that exists to be killed: trains every tiny run, one after the other, and says the name
 * of the one under way at every epoch.
 */
final class KilledChild {
  private KilledChild() {}

  /**
   * Trains what is not done yet.
   *
   * @param arguments home of the runs, epochs of the teacher
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path home = Path.of(arguments[0]);
    for (TinyRun run : TinyRun.values()) {
      if (!new Run(run.folder(home)).done()) {
        run.train(home, Integer.parseInt(arguments[1]), (what, steps) -> new Saying(out, run));
      }
    }
  }

  private record Saying(PrintStream out, TinyRun run) implements Progress.Task {
    @Override
    public void note(String remark) {
      if (remark.contains("held-out")) {
        out.println(run);
      }
    }
  }
}
