package dev.routeface.sdk.cli;

import dev.routeface.models.card.Label;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Cost;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.export.Agreement;
import dev.routeface.sdk.export.CalibrationFaces;
import dev.routeface.sdk.export.CheckFaces;
import dev.routeface.sdk.export.Original;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every export asks for, and the check that ends it. */
final class ExportOptions {
  /** Of unit embeddings; what other orders of summation leave is a tenth of it. */
  private static final double LARGEST_DIFFERENCE = 1e-5;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A finished run, or the folder of imported weights.")
  private Path model;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "New file.")
  private Path out;

  @Option(
      names = "--check",
      paramLabel = "FACES",
      description =
          "Compares the file with its original on up to 256 of these faces instead of drawn ones.")
  private Optional<Path> check = Optional.empty();

  Path out() {
    return out;
  }

  /** Where the file is until it has been compared with its original. */
  Path file() {
    return out.resolveSibling(".unchecked-" + out.getFileName());
  }

  /** Opens what is exported, and says what it is. */
  Original original() {
    if (Files.exists(out)) {
      throw new BadDataException(out + ": expected a new file, found one that is there already");
    }
    file().toFile().deleteOnExit(); // whatever stops the comparison, or finds another difference
    Original original = Original.open(model);
    Cost cost = Cost.of(original.network());
    say("model", "%s, sha256 %s", original.card().id(), original.card().weights().sha256());
    say(
        "network",
        "%,d parameters, %.1f MMACs, %d dimensions",
        cost.parameters(),
        cost.macs() / 1e6,
        original.card().embedding());
    return original;
  }

  /** What the file will say of itself. */
  static Label label(Original original, String form) {
    return new Label(original.card(), form, original.card().preparation());
  }

  /** As above, for a file that takes pixels and prepares them itself. */
  static Label labelOfPixels(Original original, String form) {
    int size = original.card().preparation().size();
    return new Label(original.card(), form, Preparation.pixels(size));
  }

  /**
   * Compares the file with its original.
   *
   * @throws BadDataException if it does not compute the same; there is no file then
   */
  void requireSame(Original original) {
    Agreement agreement = compare(original);
    say(
        "difference",
        "at most %.1e in unit embeddings of %d faces",
        agreement.difference(),
        agreement.faces());
    if (!(agreement.difference() <= LARGEST_DIFFERENCE)) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: expected unit embeddings within %.0e of the original's, found a difference of"
                  + " %.1e; nothing was written",
              out,
              LARGEST_DIFFERENCE,
              agreement.difference()));
    }
    written();
  }

  /** How alike the file and its original are. */
  Agreement compare(Original original) {
    try (Embedder one = original.embedder();
        Embedder other = Embedders.open(file(), Optional.empty())) {
      return CheckFaces.compare(one, other, check, new ConsoleProgress());
    }
  }

  /** What the file was compared on, in words. */
  String comparedOn(Agreement agreement, CalibrationFaces calibration) {
    int faces = agreement.faces();
    return check
        .map(path -> CheckFaces.newTo(calibration, path))
        .map(fresh -> "%d faces, %d of them new to the calibration".formatted(faces, fresh))
        .orElse(faces + " drawn faces");
  }

  /** The last lines: where it is and how to go on. */
  void written() {
    long bytes = size();
    place();
    say("written", "%s, %,d bytes, sha256 %s", out, bytes, Sha256.ofFile(out));
    say("next", "routeface embed FACES --model %s --out embedded", out);
  }

  private void place() {
    try {
      Files.move(file(), out, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(out + ": cannot be written: " + Reason.of(e), e);
    }
  }

  /** Bytes of the file. */
  long size() {
    try {
      return Files.size(file());
    } catch (IOException e) {
      throw new UncheckedIOException(file() + ": cannot be read: " + Reason.of(e), e);
    }
  }

  void say(String what, String format, Object... values) {
    PrintWriter console = command.commandLine().getOut();
    console.printf(Locale.ROOT, "%-13s %s%n", what, String.format(Locale.ROOT, format, values));
    console.flush();
  }
}
