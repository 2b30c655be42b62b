package dev.routeface.server.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.UnfinishedMigration;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.AuditVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads a whole gallery again: its audit log, and everybody in it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Reads the whole audit log again and says where it ends, or the first entry that does not"
            + " fit; opens every face, and names those that are damaged. A service may have the"
            + " gallery open.",
    footer = {
      "",
      "Keep the end that it prints elsewhere: held to it, a gallery that was put back to an older",
      "copy is found. Exit code 1: an entry does not fit, something cannot be opened, or a",
      "migration into the gallery was begun and not finished.",
      "",
      "Example:",
      "  routeface gallery verify --data DIR",
      "  routeface gallery verify --data DIR --head 1203:5f0c...",
      "  routeface gallery verify --gallery 'cassandra://one/faces?datacenter=dc1'",
    })
final class GalleryVerifyCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataFolder folder;

  @Option(
      names = "--gallery",
      paramLabel = "ADDRESS",
      description = "A gallery past one machine, instead of the one in the folder.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--head",
      paramLabel = "SEQUENCE:HASH",
      description = "An end that was kept elsewhere, and that the log must contain.")
  private Optional<String> head = Optional.empty();

  @Override
  public void run() {
    Optional<AuditHead> known = head.map(this::head);
    GalleryPlace place = address.map(GalleryPlace::of).orElseGet(folder::gallery);
    String end = GalleryPlace.inOneLine(place, at -> verified(at, known));
    spec.commandLine().getOut().println(end);
  }

  private String verified(GalleryPlace place, Optional<AuditHead> known) {
    Map<String, String> environment = System.getenv();
    try (GalleryStore gallery = place.openToRead(place.concerning(environment))) {
      AuditVerdict verdict = gallery.verifyAudit(known);
      if (!verdict.holds()) {
        throw new BadDataException(place + ": " + verdict.message());
      }
      UnfinishedMigration.refuseAnywhere(place.toString(), gallery);
      requireWhole(place, gallery.damage());
      AuditHead end = gallery.auditHead();
      return "%s; the end is %d:%s".formatted(verdict.message(), end.sequence(), end.hash());
    }
  }

  private void requireWhole(GalleryPlace place, List<String> damage) {
    damage.forEach(spec.commandLine().getOut()::println);
    if (!damage.isEmpty()) {
      throw new BadDataException(
          "%s: damaged, in places that cannot be opened: %d".formatted(place, damage.size()));
    }
  }

  private AuditHead head(String text) {
    if (!text.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
      throw new ParameterException(
          spec.commandLine(),
          "--head: expected SEQUENCE:HASH with 64 hexadecimal digits, found " + text);
    }
    String[] parts = text.split(":");
    return new AuditHead(Long.parseLong(parts[0]), parts[1]);
  }
}
