package dev.routeface.server;

import dev.routeface.sdk.cli.RouteFace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** The assembled application, run within this process. */
final class Commands {
  /**
   * What a command left behind.
   *
   * @param out everything on standard output
   * @param err everything on standard error
   */
  record Result(int code, String out, String err) {}

  private Commands() {}

  /** Runs a command; {@code cache} holds teacher embeddings. */
  static Result run(Path cache, List<String> arguments) {
    String cacheBefore = System.getProperty("routeface.cache", "");
    PrintStream outBefore = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    System.setProperty("routeface.cache", cache.toString());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = RouteFace.commandLine();
      line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      line.setErr(new PrintWriter(err, true));
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
      int code = line.execute(arguments.toArray(String[]::new));
      return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(outBefore);
      restore(cacheBefore);
    }
  }

  private static void restore(String cacheBefore) {
    if (cacheBefore.isEmpty()) {
      System.clearProperty("routeface.cache");
    } else {
      System.setProperty("routeface.cache", cacheBefore);
    }
  }
}
