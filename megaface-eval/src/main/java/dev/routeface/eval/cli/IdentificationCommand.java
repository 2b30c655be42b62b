package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.IdentificationErrors;
import dev.routeface.eval.protocol.Searches;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on searches in an enrolled gallery. */
@Command(
    name = "identification",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on searches in an enrolled gallery, as NIST FRTE 1:N and ISO/IEC 19795-1 count:"
            + " FNIR at FPIR with DET, and FNIR by rank without a threshold. Images that cannot be"
            + " read or embedded are failures to enrol or to acquire and count as errors.",
    footer = {
      "",
      "Data: --data gallery=PATH --data mated=PATH --data nonmated=PATH, people",
      "the same where their names are; or --data faces=PATH with --nonmates and",
      "--split-seed: that share of the people is left out of the gallery, of",
      "everybody else the first image is enrolled and the others are searched for.",
      "",
      "Example:",
      "  routeface evaluate identification --model runs/student --data faces=lfw \\",
      "    --nonmates 0.5 --split-seed 1 --fpir 0.003 0.01 0.1 --candidates 50 \\",
      "    --ranks 1 10 --flip none --resamples 2000 --seed 1 --out report"
    })
final class IdentificationCommand implements Stoppable {
  private static final String GALLERY = "gallery";
  private static final String MATED = "mated";
  private static final String NON_MATED = "nonmated";
  private static final String FACES = "faces";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;
  @Mixin private FlipOption flip;

  @Option(
      names = "--fpir",
      paramLabel = "RATE",
      arity = "1..*",
      required = true,
      description = "False positive identification rates to report FNIR at; NIST: 0.003, 0.01.")
  private List<Double> fpirs;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      required = true,
      description = "Length of the candidate list that the mate must be on; NIST: 50.")
  private int candidates;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      arity = "1..*",
      required = true,
      description = "Ranks to report FNIR at without a threshold; NIST: 1.")
  private List<Integer> ranks;

  @ArgGroup(exclusive = false)
  private Cut cut;

  /** How one data set is cut. */
  private static final class Cut {
    @Option(
        names = "--nonmates",
        paramLabel = "SHARE",
        required = true,
        description = "Share of the people of --data faces=PATH left out of the gallery.")
    private double nonMates;

    @Option(
        names = "--split-seed",
        paramLabel = "N",
        required = true,
        description = "Seed of who is left out.")
    private long seed;
  }

  IdentificationCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    Searches searches = searches();
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    faces.put(GALLERY, searches.gallery());
    faces.put(MATED, searches.mated());
    faces.put(NON_MATED, searches.nonMated());
    IdentificationErrors protocol = protocol(searches);
    remarks(searches.gallery().size()).forEach(inputs.progress()::warn);
    options.judge(
        new JudgingOptions.Judgement(
            "Identification in an enrolled gallery", List.of(protocol), faces),
        inputs,
        flip.flip());
  }

  /** Ranks that say less than they seem to. */
  private List<String> remarks(int gallery) {
    List<String> remarks = new ArrayList<>();
    for (int rank : ranks) {
      if (rank >= gallery) {
        remarks.add(
            "--ranks: %d is not below the %d images of the gallery; only failures miss there"
                .formatted(rank, gallery));
      } else if (rank > candidates) {
        remarks.add(
            "--ranks: %d lies beyond the candidate list of %d that FNIR at FPIR is counted on"
                .formatted(rank, candidates));
      }
    }
    return remarks;
  }

  private Searches searches() {
    Map<String, FaceDataset> faces =
        options.faces(inputs, cut == null ? Set.of(GALLERY, MATED, NON_MATED) : Set.of(FACES));
    try {
      return cut == null
          ? new Searches(faces.get(GALLERY), faces.get(MATED), faces.get(NON_MATED))
          : Searches.split(faces.get(FACES), cut.nonMates, cut.seed);
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
  }

  private IdentificationErrors protocol(Searches searches) {
    try {
      return new IdentificationErrors(searches, fpirs, candidates, ranks);
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
