package dev.routeface.sdk.cli;

import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.BadRecipeException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root command. Exit codes: 0 done, 1 the work failed, 2 the command line or a recipe is wrong,
 * 3 a certificate says no.
 */
@Command(
    name = "routeface",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes heavy face embedders small along the route of their own training.",
    footer = {
      "",
      "Exit codes: 0 done; 1 the work failed; 2 the command line or a recipe is wrong;",
      "3 a certificate says no.",
      "",
      "Start here:",
      "  routeface demo --quick     the whole story on synthetic faces in under 90 seconds",
      "  routeface COMMAND --help   every command has examples",
    })
public final class RouteFace {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  /** Examples must not be broken where nobody could copy them. */
  private static final int HELP_WIDTH = 100;

  private RouteFace() {}

  public static void main(String[] args) {
    System.exit(linked(() -> commandLine().execute(args), System.err));
  }

  /** Native libraries are unpacked first, into a folder that a container may mount without exec. */
  static int linked(IntSupplier work, PrintStream err) {
    try {
      return work.getAsInt();
    } catch (UnsatisfiedLinkError e) {
      err.printf(
          "routeface: expected native libraries that run from %s, found %s; a folder mounted with"
              + " exec: ROUTEFACE_JAVA_OPTS=-Djava.io.tmpdir=DIR%n",
          System.getProperty("java.io.tmpdir"), e.getMessage());
      return FAILED;
    }
  }

  /** The root with every module's commands. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new RouteFace());
    List<CommandPart.Placed> commands = new ArrayList<>();
    ServiceLoader.load(CommandPart.class).forEach(part -> commands.addAll(part.commands()));
    // Groups first: a module may add to the group of another, and nothing orders modules.
    commands.sort(Comparator.comparing(placed -> placed.parent().isEmpty() ? 0 : 1));
    commands.forEach(placed -> place(root, placed));
    root.setUsageHelpWidth(HELP_WIDTH);
    root.setExecutionStrategy(RouteFace::runOrShowHelp);
    root.setParameterExceptionHandler((failure, arguments) -> wrongUse(failure));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println(line.getColorScheme().errorText("routeface: " + oneLine(failure)));
          return failure instanceof BadRecipeException ? WRONG_USE : FAILED;
        });
    return root;
  }

  private static void place(CommandLine root, CommandPart.Placed placed) {
    CommandLine parent =
        placed.parent().isEmpty() ? root : root.getSubcommands().get(placed.parent());
    parent.addSubcommand(placed.command());
  }

  /** A group without its subcommand shows its help: nobody should meet a bare error first. */
  private static int runOrShowHelp(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!(last.commandSpec().userObject() instanceof Runnable)
        && !(last.commandSpec().userObject() instanceof java.util.concurrent.Callable)
        && !last.isUsageHelpRequested()
        && !last.isVersionHelpRequested()) {
      last.commandSpec().commandLine().usage(last.commandSpec().commandLine().getErr());
      return WRONG_USE;
    }
    return run(parsed, last.commandSpec().commandLine());
  }

  /** Whoever stops long work reads what that leaves. */
  private static int run(ParseResult parsed, CommandLine line) {
    if (!(line.getCommand() instanceof Stoppable command)) {
      return new CommandLine.RunLast().execute(parsed);
    }
    StopLine stop = StopLine.of(command, line);
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      stop.withdraw();
    }
  }

  /** One line and the way to the help; the whole help would push the line off the screen. */
  private static int wrongUse(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    String text =
        "routeface: %s%s; see %s --help"
            .formatted(
                message(failure), suggestion(failure), line.getCommandSpec().qualifiedName());
    line.getErr().println(line.getColorScheme().errorText(text));
    return WRONG_USE;
  }

  /** Where a group expects a command, "unmatched argument" is no help. */
  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !failure.getCommandLine().getSubcommands().isEmpty()
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "unknown command '%s'".formatted(unmatched.getUnmatched().get(0));
    }
    return failure.getMessage();
  }

  private static String suggestion(ParameterException failure) {
    List<String> known =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return known.isEmpty() ? "" : "; did you mean " + String.join(" or ", known) + "?";
  }

  /** What a user did wrong needs one line; what we did wrong needs the trace. */
  private static String oneLine(Exception failure) throws Exception {
    if (failure instanceof BadInputException || failure instanceof UncheckedIOException) {
      return failure.getMessage();
    }
    throw failure;
  }
}
