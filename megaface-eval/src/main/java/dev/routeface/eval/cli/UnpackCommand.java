package dev.routeface.eval.cli;

import dev.routeface.eval.features.FeatureFile;
import dev.routeface.eval.features.FeaturePack;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a tree of feature files of one mapped file. */
@Command(
    name = "unpack",
    mixinStandardHelpOptions = true,
    description = "Writes a pack as the devkit's feature files, for programs that read only those.",
    footer = {
      "",
      "Example:",
      "  routeface megaface unpack mf.safetensors --suffix _r100.bin --out features/megaface"
    })
final class UnpackCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "PACK", description = "A pack, as megaface pack or evaluate writes it.")
  private Path pack;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      required = true,
      description = "What follows a path in a feature file's name, such as _r100.bin.")
  private String suffix;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder.")
  private Path out;

  @Override
  public void run() {
    FreshFolder.at(out);
    Progress progress = new ConsoleProgress();
    FeaturePack features = FeaturePack.open(pack, progress);
    try (Progress.Task task = progress.start("unpacking", features.paths().size())) {
      for (int row = 0; row < features.paths().size(); row++) {
        write(file(features.paths().get(row)), features.rows().row(row));
        task.step();
      }
    }
    command.commandLine().getOut().printf("%d features: %s%n", features.paths().size(), out);
  }

  /** Not synced one by one, which would take hours; a folder begun is not taken up again. */
  private static void write(Path file, float[] vector) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, FeatureFile.bytes(vector));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + Reason.of(e), e);
    }
  }

  private Path file(String path) {
    Path file = out.resolve(path + suffix).normalize();
    if (!file.startsWith(out.normalize())) {
      throw new BadDataException(pack + ": expected paths inside a folder, found " + path);
    }
    return file;
  }
}
