package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.IjbIdentification;
import dev.routeface.eval.protocol.IjbMeta;
import dev.routeface.eval.protocol.IjbVerification;
import dev.routeface.eval.protocol.Protocol;
import dev.routeface.eval.protocol.Templates;
import dev.routeface.sdk.cli.Stoppable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges models on IJB-B and IJB-C. */
@Command(
    name = "ijb",
    mixinStandardHelpOptions = true,
    description =
        "Judges models on the templates of IJB-B and IJB-C. 1:1 with --far: TAR at FAR, exact and by"
            + " the nearest-FAR reading that papers quote. 1:N with --ranks and --fpir: mates among the"
            + " best, recall at InsightFace's pooled threshold, and FNIR at NIST's FPIR.",
    footer = {
      "",
      "Crops have to be aligned already and are found by the images' names in the",
      "meta files; the five landmarks beside them are not used. The meta files:",
      "  SET_face_tid_mid.txt  SET_name_5pts_score.txt  SET_template_pair_label.txt",
      "  SET_1N_gallery_G1.csv and _G2.csv (or _S1 and _S2)  SET_1N_probe_mixed.csv",
      "",
      "Example:",
      "  routeface evaluate ijb --model runs/student --set ijbc --meta IJBC/meta \\",
      "    --data crops=IJBC/112 --mode N1D1 --flip added --far 1e-5 1e-4 1e-3 \\",
      "    --ranks 1 5 10 --fpir 0.01 0.1 --resamples 2000 --seed 1 --out report"
    })
final class IjbCommand implements Stoppable {
  private static final String CROPS = "crops";

  private final Inputs inputs;

  @Mixin private JudgingOptions options;
  @Mixin private FlipOption flip;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      required = true,
      description = "What the names of the meta files begin with: ijbb or ijbc.")
  private String set;

  @Option(
      names = "--meta",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the meta files.")
  private Path meta;

  @Option(
      names = "--mode",
      paramLabel = "N1D1",
      required = true,
      description =
          "Weights in a template, as InsightFace calls them: N1 lengths of embeddings kept, N0 not;"
              + " D1 detector scores used, D0 not. Its published figures are N1D1 with --flip added.")
  private String mode;

  @Option(
      names = "--far",
      paramLabel = "RATE",
      arity = "1..*",
      description = "Judge 1:1: false accept rates to report the true accept rate at.")
  private List<Double> fars = List.of();

  @ArgGroup(exclusive = false)
  private Searches searches;

  /** What 1:N needs. */
  private static final class Searches {
    @Option(
        names = "--ranks",
        paramLabel = "N",
        arity = "1..*",
        required = true,
        description = "Judge 1:N: ranks to report; 1, 5 and 10 are usual.")
    private List<Integer> ranks;

    @Option(
        names = "--fpir",
        paramLabel = "RATE",
        arity = "1..*",
        required = true,
        description = "Judge 1:N: false positive rates; 0.01 and 0.1 are usual.")
    private List<Double> rates;
  }

  IjbCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    if (fars.isEmpty() && searches == null) {
      throw options.wrong("expected --far for 1:1 or --ranks and --fpir for 1:N, found neither");
    }
    IjbMeta files = new IjbMeta(meta, set);
    Templates templates = files.templates(options.paths(Set.of(CROPS)).get(CROPS), fusion());
    options.judge(
        new JudgingOptions.Judgement(
            "Templates of " + set + ", mode " + mode,
            protocols(files, templates),
            Map.of(CROPS, templates.crops())),
        inputs,
        flip.flip());
  }

  private Templates.Fusion fusion() {
    if (!mode.matches("N[01]D[01]")) {
      throw options.wrong("--mode: expected N1D1, N1D0, N0D1 or N0D0, found \"" + mode + '"');
    }
    return new Templates.Fusion(mode.startsWith("N1"), mode.endsWith("D1"));
  }

  private List<Protocol> protocols(IjbMeta files, Templates templates) {
    List<Protocol> protocols = new ArrayList<>();
    try {
      if (!fars.isEmpty()) {
        protocols.add(new IjbVerification(templates, files.pairs(), fars));
      }
      if (searches != null) {
        protocols.add(
            new IjbIdentification(
                templates,
                List.of(files.gallery(1), files.gallery(2)),
                files.probes(),
                searches.ranks,
                searches.rates));
      }
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
    return protocols;
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
