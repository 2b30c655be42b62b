package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureShards;
import dev.routeface.eval.features.FeatureTree;
import dev.routeface.eval.features.MissingFeaturesException;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.Stoppable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes one mapped file of a tree of feature files. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description =
        "Makes one file of a folder of the devkit's feature files; evaluate megaface takes either."
            + " The file is safetensors: features, paths, and a digest for every 4096 rows. Stopped"
            + " at any moment, the same command goes on.",
    footer = {
      "",
      "Examples:",
      "  routeface megaface pack --features features/megaface --suffix _r100.bin \\",
      "    --out mf.safetensors",
      "  routeface megaface pack --features features/megaface --suffix _r100.bin \\",
      "    --list lists/megaface_features_list.json_10000_1 --out mf10k.safetensors"
    })
final class PackCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Option(
      names = "--features",
      paramLabel = "DIR",
      required = true,
      description = "Root of the feature files.")
  private Path features;

  @Mixin private SuffixOption suffix;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = "Template list of what to pack; repeat for several. Default: every file.")
  private List<Path> lists = List.of();

  @Option(
      names = "--rows-per-file",
      paramLabel = "N",
      description = "Writes shards of so many features, for --spark. Default: one pack.")
  private Optional<Integer> rowsPerFile = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The pack, or the folder of its shards.")
  private Path out;

  @Override
  public void run() {
    if (rowsPerFile.isPresent() && rowsPerFile.get() < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--rows-per-file: expected at least 1, found " + rowsPerFile.get());
    }
    String ending = suffix.suffix();
    if (Files.isRegularFile(out)) {
      throw new BadDataException(out + ": expected a new file, found one; choose another --out");
    }
    FeatureTree tree = new FeatureTree(features, ending);
    List<String> paths = lists.isEmpty() ? tree.paths() : listed();
    PackWriter.Content content = content(tree, paths);
    rowsPerFile.ifPresentOrElse(
        rows -> FeatureShards.write(out, content, rows, new ConsoleProgress()),
        () -> PackWriter.write(out, content, new ConsoleProgress()));
    command.commandLine().getOut().printf("%d features: %s%n", paths.size(), out);
  }

  private List<String> listed() {
    return lists.stream()
        .flatMap(list -> TemplateList.read(list).paths().stream())
        .distinct()
        .toList();
  }

  private PackWriter.Content content(FeatureTree tree, List<String> paths) {
    try {
      return PackWriter.Content.of(tree, paths);
    } catch (MissingFeaturesException e) {
      Path all = out.resolveSibling(out.getFileName() + ".missing.txt");
      DurableFile.writeText(all, String.join("\n", e.missing()) + "\n");
      throw new BadDataException(e.getMessage() + "; all of them stand in " + all, e);
    }
  }

  @Override
  public String ifStopped() {
    return "Whole blocks of features are kept in %s; the same command goes on after them."
        .formatted(rowsPerFile.isPresent() ? out : out + ".part");
  }
}
