package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** In processes of their own, since the line is said when a process ends. */
class StopLineTest {
  @Command(name = "stopped")
  static final class Stopped implements Stoppable {
    @Override
    public void run() {
      System.exit(130);
    }

    @Override
    public String ifStopped() {
      return "Half of it is kept.";
    }
  }

  @Command(name = "failing")
  static final class Failing implements Stoppable {
    @Override
    public void run() {
      throw new BadDataException("expected faces, found none");
    }

    @Override
    public String ifStopped() {
      return "Half of it is kept.";
    }
  }

  /** The command line with both. */
  static final class Child {
    public static void main(String[] args) {
      CommandLine root = RouteFace.commandLine();
      root.addSubcommand(new Stopped()).addSubcommand(new Failing());
      System.exit(root.execute(args));
    }
  }

  private record Ended(int code, String err) {}

  private static Ended run(String command) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String err = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(child.waitFor(), err);
  }

  @Test
  void saysWhatAStoppedCommandLeaves() throws IOException, InterruptedException {
    assertEquals(new Ended(130, "%nStopped. Half of it is kept.%n".formatted()), run("stopped"));
  }

  @Test
  void saysNothingOfACommandThatCameToItsEnd() throws IOException, InterruptedException {
    assertEquals(
        new Ended(1, "routeface: expected faces, found none%n".formatted()), run("failing"));
  }
}
