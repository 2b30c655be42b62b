package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on open-set identification. */
@Command(
    name = "openset",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on open-set identification, as MegaFace does: every image of a probe person"
            + " searches for every other image of that person among distractors; exact ranks, no sampling.",
    footer = {
      "",
      "Example:",
      "  routeface evaluate openset --model runs/student --model teacher.onnx \\",
      "    --data probes=faces/probes --data distractors=faces/distractors \\",
      "    --sizes 10 100 1000 all --far 1e-2 1e-3 --resamples 2000 --seed 1 --out report"
    })
final class OpenSetCommand implements Stoppable {
  private static final String ALL = "all";
  private static final String PROBES = "probes";
  private static final String DISTRACTORS = "distractors";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      arity = "1..*",
      required = true,
      description = "Numbers of distractors to report rank-1 at, ascending; \"all\" for all.")
  private List<String> sizes;

  @Option(
      names = "--far",
      paramLabel = "RATE",
      arity = "1..*",
      required = true,
      description = "False accept rates to report the true accept rate at.")
  private List<Double> fars;

  OpenSetCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    Map<String, FaceDataset> faces = options.faces(inputs, Set.of(PROBES, DISTRACTORS));
    options.judge(
        new JudgingOptions.Judgement("Open-set identification", List.of(openSet(faces)), faces),
        inputs,
        Flip.NONE);
  }

  private OpenSet openSet(Map<String, FaceDataset> faces) {
    FaceDataset distractors = faces.get(DISTRACTORS);
    try {
      return new OpenSet(faces.get(PROBES), distractors, sizes(distractors.size()), fars);
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
  }

  private List<Integer> sizes(int all) {
    List<Integer> numbers = new ArrayList<>();
    for (String size : sizes) {
      try {
        int number = size.equals(ALL) ? all : Integer.parseInt(size);
        if (!size.equals(ALL) || !numbers.contains(all)) {
          numbers.add(number);
        }
      } catch (NumberFormatException e) {
        throw options.wrong("--sizes: expected whole numbers or \"all\", found \"" + size + '"');
      }
    }
    return numbers;
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
