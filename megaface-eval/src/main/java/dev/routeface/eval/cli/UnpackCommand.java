package dev.routeface.eval.cli;

import dev.routeface.eval.features.FeatureFile;
import dev.routeface.eval.features.FeaturePack;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class UnpackCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "PACK", description = "A pack, as megaface pack or evaluate writes it.")
  private Path pack;

  @Mixin private SuffixOption suffix;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder.")
  private Path out;

  @Override
  public void run() {
    String ending = suffix.suffix();
    FreshFolder.require(out);
    Progress progress = new ConsoleProgress();
    FeaturePack features = FeaturePack.open(pack, progress);
    List<Path> files = features.paths().stream().map(path -> file(path, ending)).toList();
    try (Progress.Task task = progress.start("unpacking", files.size())) {
      for (int row = 0; row < files.size(); row++) {
        write(files.get(row), features.rows().row(row));
        task.step();
      }
    }
    command.commandLine().getOut().printf("%d features: %s%n", files.size(), out);
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

  private Path file(String path, String ending) {
    Path file = out.resolve(path + ending).normalize();
    if (!file.startsWith(out.normalize())) {
      throw new BadDataException(pack + ": expected paths inside a folder, found " + path);
    }
    return file;
  }

  @Override
  public String ifStopped() {
    return out + " is incomplete; delete it and give the same command again.";
  }
}
