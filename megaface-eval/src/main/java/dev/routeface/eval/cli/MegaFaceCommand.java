package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.DevkitOutput;
import dev.routeface.eval.devkit.FeatureTree;
import dev.routeface.eval.devkit.Features;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.devkit.Reading;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.report.Table;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the MegaFace devkit's experiment on feature files. */
@Command(
    name = "megaface",
    mixinStandardHelpOptions = true,
    description =
        "Runs the MegaFace devkit's experiment on feature files: its lists, scores, tie rule and"
            + " curves, written under its names and keys. The score is minus the squared distance of"
            + " the features as they are.",
    footer = {
      "",
      "Example:",
      "  routeface evaluate megaface --probe-list facescrub_features_list.json \\",
      "    --distractor-lists templatelists --probe-features features/facescrub \\",
      "    --distractor-features features/megaface --suffix _r100.bin \\",
      "    --sizes 10 100 1000 --sets 1 --out results"
    })
final class MegaFaceCommand implements Runnable {
  private static final double FPR = 1e-6;

  /** How far a feature's length may be from one before it is worth a warning. */
  private static final double UNIT = 1e-3;

  @Spec private CommandSpec command;

  @Option(
      names = "--probe-list",
      paramLabel = "FILE",
      required = true,
      description = "Template list of the probes, with ids.")
  private Path probeList;

  @Option(
      names = "--distractor-lists",
      paramLabel = "DIR",
      required = true,
      description = "Folder of megaface_features_list.json_SIZE_SET.")
  private Path distractorLists;

  @Option(
      names = "--probe-features",
      paramLabel = "DIR",
      required = true,
      description = "Root of the probes' feature files.")
  private Path probeFeatures;

  @Option(
      names = "--distractor-features",
      paramLabel = "DIR",
      required = true,
      description = "Root of the distractors' feature files.")
  private Path distractorFeatures;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      required = true,
      description = "What follows a list's path in a feature file's name, such as _r100.bin.")
  private String suffix;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      arity = "1..*",
      required = true,
      description = "Numbers of distractors; a list of each.")
  private List<Integer> sizes;

  @Option(
      names = "--sets",
      paramLabel = "N",
      required = true,
      description = "Lists of every size, numbered from 1.")
  private int sets;

  @Option(
      names = "--probe-noises",
      paramLabel = "FILE",
      description = "Probes that show somebody else; judged again without them.")
  private Path probeNoises;

  @Option(
      names = "--distractor-noises",
      paramLabel = "FILE",
      description = "Distractors that show a probe identity; judged again without them.")
  private Path distractorNoises;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder for cmc_*.json and matches_*.json; its folder cleaned for those without noises.")
  private Path out;

  @Override
  public void run() {
    List<Path> lists = lists();
    Progress progress = new ConsoleProgress();
    FeatureTree probeTree = new FeatureTree(probeFeatures, suffix);
    TemplateList list = TemplateList.probes(probeList);
    Features features = probeTree.read(list, progress);
    warnOfLengths(features, probeFeatures);
    Probes probes = new Probes(features, list.ids().orElseThrow());
    FeatureTree distractorTree = new FeatureTree(distractorFeatures, suffix);
    // As in the devkit, nothing is judged unless everything is there.
    IntStream.range(0, lists.size())
        .forEach(i -> distractorTree.requireAll(list(lists.get(i), sizes.get(i / sets))));
    List<Variant> variants = variants(list, probes);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      TemplateList distractorList = list(lists.get(i), sizes.get(i / sets));
      Features distractors = distractorTree.read(distractorList, progress);
      warnOfLengths(distractors, lists.get(i));
      for (Variant variant : variants) {
        Identification found = variant.judge(distractorList, distractors);
        output(i, probeTree.algorithm()).write(found, variant.out());
        rows.add(row(i, variant.name(), found));
      }
    }
    print(rows);
  }

  /** The lists as they are, or without noises. */
  private record Variant(String name, Path out, Probes probes, NoiseList distractorNoises) {
    Identification judge(TemplateList list, Features distractors) {
      int[] clean = distractorNoises.clean(list);
      return Identification.of(
          probes, clean.length == distractors.size() ? distractors : distractors.select(clean));
    }
  }

  private List<Variant> variants(TemplateList list, Probes probes) {
    Variant raw = new Variant("as listed", out, probes, NoiseList.NONE);
    if (probeNoises == null && distractorNoises == null) {
      return List.of(raw);
    }
    int[] clean = noises(probeNoises).clean(list);
    Variant cleaned =
        new Variant(
            "cleaned", out.resolve("cleaned"), probes.select(clean), noises(distractorNoises));
    return List.of(raw, cleaned);
  }

  private static NoiseList noises(Path file) {
    return file == null ? NoiseList.NONE : NoiseList.read(file);
  }

  /** By size, then set; every list is looked for before the first is judged. */
  private List<Path> lists() {
    if (sets < 1) {
      throw new ParameterException(
          command.commandLine(), "--sets: expected at least 1, found " + sets);
    }
    List<Path> lists = new ArrayList<>();
    for (int size : sizes) {
      for (int set = 1; set <= sets; set++) {
        lists.add(distractorLists.resolve("megaface_features_list.json_" + size + "_" + set));
      }
    }
    List<Path> missing = lists.stream().filter(Files::notExists).toList();
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "%s: expected a list for every size and set, missing are %s"
              .formatted(distractorLists, missing.stream().map(Path::getFileName).toList()));
    }
    return lists;
  }

  private static TemplateList list(Path file, int size) {
    TemplateList list = TemplateList.read(file);
    if (list.paths().size() != size) {
      throw new BadDataException(
          "%s: expected %d paths, found %d".formatted(file, size, list.paths().size()));
    }
    return list;
  }

  private DevkitOutput output(int list, String algorithm) {
    String probes = String.valueOf(probeList.getFileName()).replaceAll("_.*", "");
    return new DevkitOutput(probes, algorithm, sizes.get(list / sets), list % sets + 1);
  }

  private void warnOfLengths(Features features, Path where) {
    long other = 0;
    for (int row = 0; row < features.size(); row++) {
      if (Math.abs(features.length(row) - 1) > UNIT) {
        other++;
      }
    }
    if (other > 0) {
      command
          .commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "routeface: %s: %d of %d features are not of length 1; the devkit's score then is not"
                  + " the cosine%n",
              where,
              other,
              features.size());
    }
  }

  private List<String> row(int list, String variant, Identification found) {
    var roc = found.verification();
    List<String> row = new ArrayList<>();
    row.add("%d, set %d, %s".formatted(sizes.get(list / sets), list % sets + 1, variant));
    row.add(String.valueOf(found.distractors()));
    row.add(String.valueOf(found.pairs().size()));
    row.add(percent(found.hits(0)));
    row.add(percent(found.hits(9)));
    row.add(percent(roc.tprAt(FPR)));
    for (Reading reading : Reading.values()) {
      row.add(percent(reading.of(roc.curve(), FPR)));
    }
    return row;
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.3f", 100 * rate);
  }

  private void print(List<List<String>> rows) {
    List<String> header =
        List.of(
            "lists",
            "distractors",
            "searches",
            "rank-1",
            "rank-10",
            "TPR @ FPR 1e-6",
            "first above",
            "nearest",
            "linear",
            "log-linear");
    String caption =
        "Percent. The true positive rate is exact, against the distractors of the first 100"
            + " probes; right of it, what public scripts read off the devkit's thinned curve.";
    command.commandLine().getOut().println(new Table(caption, header, rows).text());
    command.commandLine().getOut().println("Results: " + out);
  }
}
