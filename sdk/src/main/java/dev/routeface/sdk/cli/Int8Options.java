package dev.routeface.sdk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.sdk.export.Calibration;
import dev.routeface.sdk.export.CalibrationFaces;
import dev.routeface.sdk.export.Int8;
import dev.routeface.sdk.export.Int8Search;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an export in bytes asks for besides. */
final class Int8Options {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--int8", description = "Counts in bytes; needs --calibrate.")
  private boolean int8;

  @Option(
      names = "--calibrate",
      paramLabel = "FACES",
      description =
          "At least 32 faces to take ranges from, up to 512 are used; every fourth is held apart to"
              + " measure on.")
  private Optional<Path> faces = Optional.empty();

  @Option(
      names = "--calibration",
      paramLabel = "METHOD",
      description = "minmax, percentile or kl. Default: percentile.")
  private Optional<Calibration> calibration = Optional.empty();

  @Option(
      names = "--cosine",
      paramLabel = "C",
      description =
          "What 95 %% of the faces held apart must reach; layers stay in float until they do. Default:"
              + " 0.995.")
  private Optional<Double> cosine = Optional.empty();

  @Option(names = "--budget", paramLabel = "BYTES", description = "Largest file to accept.")
  private Optional<Long> budget = Optional.empty();

  private static final double USUAL_COSINE = 0.995;

  boolean wanted() {
    return int8;
  }

  /** The calibration, as the command line names it. */
  String method() {
    return calibration().name().toLowerCase(Locale.ROOT);
  }

  private double cosine() {
    return cosine.orElse(USUAL_COSINE);
  }

  private Calibration calibration() {
    return calibration.orElse(Calibration.PERCENTILE);
  }

  /** How many layers count in bytes. */
  String words(Int8 found) {
    int all = found.graph().quantisable().size();
    return "%d of %d layers in bytes".formatted(all - found.inFloat().size(), all);
  }

  /**
   * The size budget.
   *
   * @throws BadDataException if the file is larger
   */
  void requireBudget(Path out, long bytes, String about) {
    if (budget.isPresent() && bytes > budget.get()) {
      throw new BadDataException(
          "%s: expected at most %d bytes, found %d%s; nothing was written"
              .formatted(out, budget.get(), bytes, about));
    }
  }

  /**
   * The cosine, which may be more than the runtime's own rounding allows.
   *
   * @throws BadDataException if even all layers in float do not reach it
   */
  void requireReached(Path out, Int8 found) {
    if (!(found.agreement().low() >= cosine())) {
      throw new BadDataException(
          "%s: expected a cosine of %s on 95 %% of the faces, found %s with all layers in float"
              .formatted(out, cosine(), found.agreement().low()));
    }
  }

  /**
   * Writes what was measured beside the model.
   *
   * @return the file: the model's name, ending in {@code .json}
   */
  Path report(ExportOptions to, Int8 found, CalibrationFaces held) {
    Origin origin = Application.origin(command.commandLine().getParseResult().originalArgs());
    ObjectNode json =
        Fields.object()
            .put("command", origin.command())
            .put("revision", origin.revision())
            .put("model", Sha256.ofFile(to.file()))
            .put("calibration", method())
            .put("faces", held.sha256())
            .put("cosine", cosine());
    json.setAll(found.toJson());
    String name = to.out().getFileName().toString().replaceFirst("\\.onnx$", "") + ".json";
    Path file = to.out().resolveSibling(name);
    DurableFile.writeText(file, Fields.text(json));
    return file;
  }

  /** Looks at the options alone. */
  void requireSense() {
    if (int8 && faces.isEmpty()) {
      throw wrong("--int8: expected --calibrate FACES beside it, found none");
    }
    if (!int8 && (faces.isPresent() || calibration.isPresent() || cosine.isPresent())) {
      throw wrong("expected --int8 beside --calibrate, --calibration and --cosine, found none");
    }
    if (!(cosine() > 0 && cosine() <= 1)) {
      throw wrong("--cosine: expected a number above 0 and at most 1, found " + cosine());
    }
    if (budget.isPresent() && budget.get() < 1) {
      throw wrong("--budget: expected a number of bytes above 0, found " + budget.get());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Opens the faces. */
  CalibrationFaces faces(Preparation preparation) {
    return CalibrationFaces.open(faces.orElseThrow(), preparation, new ConsoleProgress());
  }

  Int8 search(ExportedGraph graph, CalibrationFaces held) {
    return new Int8Search(calibration(), cosine(), Application.threads())
        .run(graph, held, new ConsoleProgress());
  }
}
