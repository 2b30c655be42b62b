package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.build.DistractorDraw;
import dev.routeface.eval.build.DistractorDraw.Drawn;
import dev.routeface.eval.build.DistractorDraw.Nesting;
import dev.routeface.eval.build.ProbeChoice;
import dev.routeface.eval.cli.SuspicionOptions.Images;
import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.math.Seed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the lists of MegaFace's experiment from folders of images. */
@Command(
    name = "build-protocol",
    mixinStandardHelpOptions = true,
    description =
        "Makes the probe and distractor lists of MegaFace's experiment from folders of images, for"
            + " \"evaluate megaface\". With a model it looks for duplicate images, for people who stand"
            + " in both lists and for mislabelled probes, and writes noise lists and a page to look at"
            + " before trusting them.",
    footer = {
      "",
      "One DIR: identities with enough images are probes, everybody else is a",
      "distractor. Several: the first holds the probes, the others the distractors;",
      "--data names the two roles instead. Paths in lists are relative to the folder,",
      "or to what several folders of distractors have in common. Equal command lines",
      "over equal folders write equal lists.",
      "",
      "Examples:",
      "  routeface evaluate build-protocol lfw --min-images 5 --sizes 10 100 1000 \\",
      "    --sets 3 --nested --seed 1 --out protocol",
      "  routeface evaluate build-protocol --data probes=facescrub \\",
      "    --data distractors=flickr --min-images 2 --max-images 50 --sizes 100000 \\",
      "    --sets 1 --independent --seed 1 --model teacher.onnx \\",
      "    --preparation prep.json --duplicate 0.95 --same 0.6 --mislabelled 0.1 \\",
      "    --out protocol"
    })
final class BuildProtocolCommand implements Stoppable {
  private static final String PROBES = "probes";
  private static final String DISTRACTORS = "distractors";

  private final Inputs inputs;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "A folder that holds a folder for each identity.")
  private List<Path> folders = List.of();

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=DIR",
      description = "In place of DIR: probes=DIR and distractors=DIR.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--min-images",
      paramLabel = "N",
      required = true,
      description = "Images that a probe identity has at least; at least 2.")
  private int minImages;

  @Option(
      names = "--max-images",
      paramLabel = "N",
      description = "Images of a probe identity at most, drawn by the seed. Without it: all.")
  private Integer maxImages;

  @Option(
      names = "--identities",
      paramLabel = "N",
      description = "Probe identities, drawn by the seed. Without it: all with enough images.")
  private Integer identities;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      arity = "1..*",
      required = true,
      description = "Numbers of distractors; lists of each.")
  private List<Integer> sizes;

  @Option(
      names = "--sets",
      paramLabel = "N",
      required = true,
      description = "Lists of every size, drawn independently; they may overlap. MegaFace has 3.")
  private int sets;

  @ArgGroup(multiplicity = "1")
  private Related related;

  /** How lists of one set are related. */
  private static final class Related {
    @Option(
        names = "--nested",
        required = true,
        description = "Every list begins with the smaller ones of its set.")
    private boolean nested;

    @Option(
        names = "--independent",
        required = true,
        description = "Every list is a draw of its own, as MegaFace's are.")
    private boolean independent;
  }

  @Option(names = "--seed", paramLabel = "N", required = true, description = "Seed of all draws.")
  private long seed;

  @ArgGroup(exclusive = false)
  private SuspicionOptions suspicion;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "New folder for lists, report.html, report.txt and protocol.json.")
  private Path out;

  BuildProtocolCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void run() {
    ProbeChoice choice = checked(this::choice);
    DistractorDraw draw = checked(this::draw);
    if (suspicion != null) {
      checked(suspicion::thresholds);
      suspicion.requirePreparation(command);
    }
    List<Path> all = folders();
    FreshFolder.require(out);
    ImageFolder first = ImageFolder.open(all.subList(0, 1));
    ProbeChoice.Cut cut = choice.of(first.list());
    ImageFolder others = others(all, first, cut);
    List<Drawn> drawn = draw.from(others.list().paths());
    Images probes = new Images(first, cut.probes());
    Images distractors = new Images(others, union(drawn));
    ReadableImages.require(
        List.of(probes.readable(), distractors.readable()), out, inputs.progress());
    Optional<ProtocolFolder.Looked> looked = looked(probes, distractors);
    int pool = others.list().paths().size();
    write(new ProtocolFolder(out, first.name(), cut.probes(), drawn, pool), looked);
  }

  /** Without a model nobody looks. */
  private Optional<ProtocolFolder.Looked> looked(Images probes, Images distractors) {
    return suspicion == null
        ? Optional.empty()
        : Optional.of(suspicion.look(inputs, probes, distractors));
  }

  private static ImageFolder others(List<Path> all, ImageFolder first, ProbeChoice.Cut cut) {
    if (all.size() == 1) {
      return new ImageFolder(first.root(), ImageFolder.list(cut.strangers()));
    }
    ImageFolder others = ImageFolder.open(all.subList(1, all.size()));
    others.requireNobodyOf(cut.probes());
    return others;
  }

  private void write(ProtocolFolder protocol, Optional<ProtocolFolder.Looked> looked) {
    PrintWriter console = command.commandLine().getOut();
    console.println(protocol.write(provenance(), looked));
    console.println("Lists: " + out + "; to look at: " + out.resolve("report.html"));
  }

  /** Every image that stands in a list. */
  private static TemplateList union(List<Drawn> drawn) {
    List<List<String>> lists = drawn.stream().map(one -> one.list().paths()).toList();
    return ImageFolder.list(new Galleries(lists).paths());
  }

  private ObjectNode provenance() {
    ObjectNode json = MadeBy.json(command);
    if (suspicion != null) {
      json.set("suspicion", suspicion.toJson());
    }
    return json;
  }

  private List<Path> folders() {
    if (data.isEmpty() == folders.isEmpty()) {
      throw wrong("expected DIR or --data, found " + (data.isEmpty() ? "neither" : "both"));
    }
    if (data.isEmpty()) {
      return folders;
    }
    if (!data.keySet().equals(Set.of(PROBES, DISTRACTORS))) {
      throw wrong(
          "--data: expected distractors and probes, found " + String.join(" and ", data.keySet()));
    }
    return List.of(data.get(PROBES), data.get(DISTRACTORS));
  }

  private ProbeChoice choice() {
    return new ProbeChoice(minImages, optional(maxImages), optional(identities), Seed.of(seed));
  }

  private static OptionalInt optional(Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private DistractorDraw draw() {
    Nesting nesting = related.nested ? Nesting.NESTED : Nesting.INDEPENDENT;
    return new DistractorDraw(sizes, sets, nesting, Seed.of(seed));
  }

  private <T> T checked(Supplier<T> options) {
    try {
      return options.get();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
