package dev.routeface.server.cli;

import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.server.gallery.GalleryMigration;
import dev.routeface.server.gallery.GalleryMigration.Moved;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.RollOver;
import dev.routeface.server.gallery.UnfinishedMigration;
import dev.routeface.server.model.NotCertifiedException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves a gallery to another store. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description =
        "Copies a gallery to another store and compares every subject in both: collections,"
            + " people, templates to the bit. The source is only read; stop its service first."
            + " With a certificate, a new model may search the copy as it is.",
    footer = {
      "",
      "ROUTEFACE_MASTER_KEY holds the key of what has an address, and of a folder without a key",
      "file. The service's own keys stay where they are. Exit code 3: the certificate does not say",
      "that the model may search what the previous one enrolled; nothing was moved.",
      "",
      "Example:",
      "  routeface gallery migrate --from routeface-data --to /mnt/routeface-data",
      "  routeface gallery migrate --from DIR --to 'cassandra://one/faces?datacenter=dc1'",
      "  routeface gallery migrate --from DIR --to NEW --certificate certificate.json \\",
      "      --model runs/student --previous runs/teacher",
    })
final class GalleryMigrateCommand implements Stoppable, IExitCodeGenerator {
  /** Who did it, in the target's audit log. */
  private static final String ACTOR = "command-line";

  private static final int NOT_CERTIFIED = 3;

  @Spec private CommandSpec spec;
  private int exitCode;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|ADDRESS",
      description = "A service's folder, or cassandra://HOST/KEYSPACE?datacenter=NAME.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR|ADDRESS",
      description = "The same; begun if there is none.")
  private String to;

  @ArgGroup(exclusive = false)
  private RollOverOptions rollOver;

  @Override
  public void run() {
    if (from.equals(to)) {
      throw new ParameterException(
          spec.commandLine(), "--to: expected another place than --from, found " + to);
    }
    try {
      Optional<RollOver> leave = Optional.ofNullable(rollOver).map(RollOverOptions::read);
      say(GalleryPlace.inOneLine(leave, this::moved), leave);
    } catch (NotCertifiedException e) {
      spec.commandLine().getErr().println("routeface: " + e.getMessage());
      exitCode = NOT_CERTIFIED;
    }
  }

  private List<Moved> moved(Optional<RollOver> leave) {
    GalleryPlace source = GalleryPlace.of(from);
    GalleryPlace target = GalleryPlace.of(to);
    Map<String, String> environment = System.getenv();
    try (GalleryStore read = source.openToRead(source.concerning(environment))) {
      UnfinishedMigration.refuse(from, read); // before a target is begun
      try (GalleryStore written = target.open(target.concerning(environment))) {
        return new GalleryMigration(read, written, ACTOR, leave).run(new ConsoleProgress());
      }
    }
  }

  private void say(List<Moved> moved, Optional<RollOver> leave) {
    PrintWriter out = spec.commandLine().getOut();
    for (Moved one : moved) {
      out.printf(
          "%s: %d subjects, %d faces, equal in both (SHA-256 %s)%n",
          one.collection(), one.subjects(), one.faces(), one.digest());
    }
    leave.ifPresent(
        given ->
            out.printf("%s may search what %s enrolled%n", given.searching(), given.enrolled()));
    out.printf("Moved to %s; the source is as it was%n", to);
  }

  @Override
  public String ifStopped() {
    return "What was copied is kept; the same command goes on from there.";
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
