package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.BinPairs;
import dev.routeface.eval.protocol.LabelledPairs;
import dev.routeface.eval.protocol.LfwPairs;
import dev.routeface.eval.protocol.ListedPairs;
import dev.routeface.eval.protocol.PairSet;
import dev.routeface.eval.protocol.Protocol;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on labelled pairs. */
@Command(
    name = "pairs",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on labelled pairs: accuracy in folds as LFW's view 2 has it, each fold with the"
            + " threshold that is best on the others, and FNMR at FMR with DET and ROC. Several sets"
            + " stand in one report.",
    footer = {
      "",
      "Sets come in three forms, each with its --data:",
      "  --pairs FILE      LFW's pairs.txt; --data faces=DIR holds",
      "                    NAME/NAME_0001.jpg and so on",
      "  --bin FILE        a set of the InsightFace tools; needs no --data",
      "  --list NAME=FILE  lines \"path1 path2 0|1\"; --data NAME=DIR is the folder",
      "                    that paths are relative to",
      "The last two are cut into 10 folds of consecutive pairs.",
      "",
      "Examples:",
      "  routeface evaluate pairs --model runs/student --data faces=lfw \\",
      "    --pairs lfw/pairs.txt --flip none --fmr 1e-2 1e-3 --resamples 2000 \\",
      "    --seed 1 --out report",
      "  routeface evaluate pairs --model runs/student --bin lfw.bin \\",
      "    --bin agedb_30.bin --flip added --fmr 1e-2 1e-3 --resamples 2000 \\",
      "    --seed 1 --out report"
    })
final class PairsCommand implements Stoppable {
  private static final String FACES = "faces";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;
  @Mixin private FlipOption flip;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description = "A pair list in the format of LFW's pairs.txt, over --data faces=DIR.")
  private Path pairs;

  @Option(
      names = "--bin",
      paramLabel = "FILE",
      description = "A verification set of the InsightFace tools, called by its file; repeatable.")
  private List<Path> bins = List.of();

  @Option(
      names = "--list",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=FILE",
      description = "A plain pair list, over --data NAME=DIR; repeatable.")
  private Map<String, Path> lists = Map.of();

  @Option(
      names = "--fmr",
      paramLabel = "RATE",
      arity = "1..*",
      required = true,
      description = "False match rates to report the false non-match rate at.")
  private List<Double> fmrs;

  PairsCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    Map<String, Path> paths = options.paths(roles());
    List<LabelledPairs> sets = new ArrayList<>();
    if (pairs != null) {
      FaceDataset faces = inputs.faces(paths.get(FACES));
      sets.add(LfwPairs.read(PairSources.name(pairs), pairs, faces));
    }
    bins.forEach(bin -> sets.add(BinPairs.read(PairSources.name(bin), bin)));
    lists.forEach((name, list) -> sets.add(ListedPairs.read(name, list, paths.get(name))));
    options.judge(
        new JudgingOptions.Judgement(
            "Pair verification", protocols(sets), PairSources.faces(sets, options)),
        inputs,
        flip.flip());
  }

  private Set<String> roles() {
    Set<String> roles = new TreeSet<>(lists.keySet());
    if (pairs != null) {
      roles.add(FACES);
    }
    if (roles.isEmpty() && bins.isEmpty()) {
      throw options.wrong("expected --pairs, --bin or --list, found none of them");
    }
    return roles;
  }

  private List<Protocol> protocols(List<LabelledPairs> sets) {
    try {
      return sets.stream().<Protocol>map(set -> new PairSet(set, fmrs)).toList();
    } catch (IllegalArgumentException e) {
      throw options.wrong("--fmr: " + e.getMessage());
    }
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
