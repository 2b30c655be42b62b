package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.BinPairs;
import dev.routeface.eval.protocol.GroupErrors;
import dev.routeface.eval.protocol.LabelledPairs;
import dev.routeface.eval.protocol.LfwPairs;
import dev.routeface.eval.protocol.Protocol;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on groups of people. */
@Command(
    name = "groups",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on groups of people, as RFW, NIST and ISO/IEC 19795-10 do: accuracy of each"
            + " group, its FMR and FNMR at one threshold for everybody, and how far groups differ.",
    footer = {
      "",
      "A group's pairs come in two forms, told apart by the ending:",
      "  NAME=FILE.bin   a verification set of the InsightFace tools",
      "  NAME=FILE       RFW's lines \"name n1 n2\" and \"name1 n1 name2 n2\"; --data",
      "                  NAME=DIR holds name/name_0001.jpg and so on",
      "Both are cut into 10 folds of consecutive pairs.",
      "",
      "Example:",
      "  routeface evaluate groups --model runs/student \\",
      "    --pairs African=African_pairs.txt --data African=rfw/African \\",
      "    --pairs Asian=asian.bin --flip added --fmr 1e-3 --resamples 2000 \\",
      "    --seed 1 --out report"
    })
final class GroupsCommand implements Stoppable {
  private static final String BIN = ".bin";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;
  @Mixin private FlipOption flip;

  @Option(
      names = "--pairs",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=FILE",
      required = true,
      description = "The pairs of a group; repeat for each group.")
  private Map<String, Path> pairs;

  @Option(
      names = "--fmr",
      paramLabel = "RATE",
      required = true,
      description = "False match rate over all groups that the one threshold is chosen for.")
  private double fmr;

  GroupsCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    TreeSet<String> lists = new TreeSet<>(pairs.keySet());
    lists.removeIf(group -> isBin(pairs.get(group)));
    Map<String, FaceDataset> faces = options.faces(inputs, lists);
    List<LabelledPairs> groups = new ArrayList<>();
    pairs.forEach(
        (group, file) ->
            groups.add(
                isBin(file)
                    ? BinPairs.read(group, file)
                    : LfwPairs.readWithoutHead(group, file, faces.get(group))));
    options.judge(
        new JudgingOptions.Judgement(
            "Groups of people", List.of(protocol(groups)), PairSources.faces(groups, options)),
        inputs,
        flip.flip());
  }

  private static boolean isBin(Path file) {
    return file.toString().endsWith(BIN);
  }

  private Protocol protocol(List<LabelledPairs> groups) {
    try {
      return new GroupErrors(groups, fmr);
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
