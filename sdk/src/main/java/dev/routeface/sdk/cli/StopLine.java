package dev.routeface.sdk.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The last line on standard error of a process that is stopped while a command runs. */
final class StopLine {
  private volatile boolean running = true;

  private StopLine() {}

  /** To be withdrawn when the command has come to an end of its own. */
  static StopLine of(Stoppable command, CommandLine line) {
    StopLine stop = new StopLine();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.say(command, line.getErr())));
    return stop;
  }

  /** Runs at every end of the process; a hook cannot be removed once that end has begun. */
  private void say(Stoppable command, PrintWriter console) {
    if (running) {
      console.printf("%nStopped. %s%n", command.ifStopped());
      console.flush();
    }
  }

  void withdraw() {
    running = false;
  }
}
