package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.certificate.Certificate;
import dev.routeface.eval.certificate.Conditions;
import dev.routeface.eval.certificate.EmbeddedModel;
import dev.routeface.eval.certificate.GroupLabels;
import dev.routeface.eval.certificate.HeldOutPeople;
import dev.routeface.eval.certificate.ModelFile;
import dev.routeface.eval.certificate.TrainingKnowledge;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.models.card.Card;
import dev.routeface.models.card.Label;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Exported;
import dev.routeface.sdk.embed.Flip;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Certifies that a student may stand for its teacher. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description =
        "Says whether a student may stand for its teacher on people that training did not see: a"
            + " compression gate, compatibility of their galleries, operating points, and groups of"
            + " people before and after. Writes certificate.json and a page.",
    footer = {
      "",
      "Exit code 3: a certificate was written, and the gate failed.",
      "",
      "Data: --data faces=PATH, whose people of one image serve as distractors;",
      "or --data probes=PATH --data distractors=PATH.",
      "",
      "Examples:",
      "  routeface certify --teacher runs/teacher --student runs/student \\",
      "    --data faces=lfw --trained-on splits/train.list --out certificate",
      "  routeface certify --teacher teacher.onnx --student student.onnx \\",
      "    --also student.onnx=student-int8.onnx --preparation teacher.onnx=teacher.json \\",
      "    --data faces=lfw --groups groups.csv --out certificate",
      "  routeface certify verify certificate/certificate.json \\",
      "    --teacher runs/teacher --student runs/student"
    })
final class CertifyCommand implements Stoppable, IExitCodeGenerator {
  private static final int GATE_FAILED = 3;

  private final Inputs inputs;
  private int exitCode;

  @Spec private CommandSpec command;

  // Required, and checked by hand: picocli would ask for them before "verify" too.
  @Option(
      names = "--teacher",
      paramLabel = "PATH",
      description = "A run or an ONNX file; required.")
  private Path teacher;

  @Option(
      names = "--student",
      paramLabel = "PATH",
      description = "A run or an ONNX file; required.")
  private Path student;

  @Option(
      names = "--also",
      paramLabel = "FROM=TO",
      description =
          "A further pair of runs or ONNX files that must pass the gate: float to int8, a run to its"
              + " ONNX file; repeat for several.")
  private List<String> also = List.of();

  @Option(
      names = "--preparation",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "MODEL=FILE",
      description =
          "Size, channel order, means and scales for an ONNX file that does not say them itself, as"
              + " JSON; MODEL as it is named elsewhere on the command line.")
  private Map<String, Path> preparations = Map.of();

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=PATH",
      description = "A data set by its role: faces, or probes and distractors; required.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--trained-on",
      paramLabel = "PATH",
      description =
          "The data that a model was trained on, proven by the digest in its card: held-out people"
              + " and images are looked up in it one by one. Repeat for several.")
  private List<Path> trainedOn = List.of();

  @Option(
      names = "--groups",
      paramLabel = "CSV",
      description =
          "Groups of people: a first line \"identity,group\" or \"image,group\" and one line for"
              + " each; every image needs one.")
  private Path groups;

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "How much worse a rate may be (default: ${DEFAULT-VALUE}, one attempt in a hundred; fewer"
              + " than some hundred people cannot show a smaller one). A float model's own int8 or ONNX"
              + " form can be held to 0.002.")
  private double margin;

  @Option(
      names = "--fmr",
      paramLabel = "RATE",
      arity = "1..*",
      defaultValue = "1e-2 1e-3 1e-4 1e-5 1e-6",
      split = " ",
      description =
          "False match rates of the gate and the operating points (default: ${DEFAULT-VALUE}); those"
              + " with fewer than 30 expected false matches are left out.")
  private List<Double> fmrs;

  @Option(
      names = "--fpir",
      paramLabel = "RATE",
      arity = "1..*",
      defaultValue = "1e-1 1e-2 1e-3",
      split = " ",
      description =
          "False positive identification rates of the operating points (default: ${DEFAULT-VALUE}).")
  private List<Double> fpirs;

  @Option(
      names = "--group-fmr",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description =
          "False match rate over all people of the one threshold that groups are judged at"
              + " (default: ${DEFAULT-VALUE}).")
  private double groupFmr;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Bootstrap resamples of the people (default: ${DEFAULT-VALUE}).")
  private int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for certificate.json, report.html, report.txt and plots; required.")
  private Path out;

  CertifyCommand(Inputs inputs) {
    this.inputs = inputs;
  }

  private record Paths(Path from, Path to) {}

  @Override
  public void run() {
    requireOptions();
    Conditions conditions = conditions();
    List<Paths> pairs = pairs();
    requirePreparations(models(pairs));
    FreshFolder.require(out);
    Certificate certificate = Certificate.of(request(pairs, conditions), provenance());
    certificate.write(out);
    PrintWriter console = command.commandLine().getOut();
    console.println(certificate.text());
    console.println("Certificate: " + out.resolve("certificate.json"));
    exitCode = certificate.passed() ? 0 : GATE_FAILED;
  }

  /** All that can be refused is refused before the first image is embedded. */
  private Certificate.Request request(List<Paths> pairs, Conditions conditions) {
    HeldOutPeople people = people();
    Set<Path> models = models(pairs);
    List<TrainingKnowledge> training = training(models, people);
    Optional<GroupLabels> labels =
        Optional.ofNullable(groups).map(file -> GroupLabels.read(file, people));
    Map<Path, EmbeddedModel> embedded = embedded(models, people);
    return new Certificate.Request(
        people,
        pairs.stream()
            .map(pair -> new Certificate.Pair(embedded.get(pair.from()), embedded.get(pair.to())))
            .toList(),
        training,
        labels,
        conditions);
  }

  private void requireOptions() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--teacher", teacher != null);
    given.put("--student", student != null);
    given.put("--data", !data.isEmpty());
    given.put("--out", out != null);
    List<String> missing = given.keySet().stream().filter(option -> !given.get(option)).toList();
    if (!missing.isEmpty()) {
      throw wrong("missing required options: " + String.join(", ", missing));
    }
  }

  private Conditions conditions() {
    try {
      return new Conditions(margin, fmrs, fpirs, groupFmr, new IdentityBootstrap(resamples, seed));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private List<Paths> pairs() {
    List<Paths> pairs = new ArrayList<>(List.of(new Paths(teacher, student)));
    for (String pair : also) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals + 1 == pair.length()) {
        throw wrong("--also: expected FROM=TO, found " + pair);
      }
      pairs.add(new Paths(Path.of(pair.substring(0, equals)), Path.of(pair.substring(equals + 1))));
    }
    for (Paths pair : pairs) {
      if (pair.from().equals(pair.to())) {
        throw wrong("expected two models, found %s twice".formatted(pair.from()));
      }
    }
    return pairs;
  }

  /** Each once: teacher and student first. */
  private static Set<Path> models(List<Paths> pairs) {
    Set<Path> models = new LinkedHashSet<>();
    pairs.forEach(pair -> models.addAll(List.of(pair.from(), pair.to())));
    return models;
  }

  private void requirePreparations(Set<Path> models) {
    for (String named : preparations.keySet()) {
      if (!models.contains(Path.of(named))) {
        throw wrong(
            "--preparation: expected one of %s, found %s"
                .formatted(
                    models.stream().map(Path::toString).collect(Collectors.joining(", ")), named));
      }
    }
    for (Path model : models) {
      if (preparation(model).isEmpty() && OnnxPreparation.isNeeded(model)) {
        throw wrong(
            "expected --preparation %s=FILE beside an ONNX file, found none".formatted(model));
      }
    }
  }

  private Optional<Path> preparation(Path model) {
    return Optional.ofNullable(preparations.get(model.toString()));
  }

  private HeldOutPeople people() {
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    data.forEach((role, path) -> faces.put(role, inputs.faces(path)));
    try {
      return HeldOutPeople.of(faces).requireEnough();
    } catch (IllegalArgumentException e) {
      throw wrong("--data: " + e.getMessage());
    }
  }

  private List<TrainingKnowledge> training(Set<Path> models, HeldOutPeople people) {
    Map<Path, Optional<TrainingData>> cards = new LinkedHashMap<>();
    models.forEach(model -> cards.put(model, trainingData(model)));
    Map<String, FaceDataset> lists = new LinkedHashMap<>();
    trainedOn.forEach(path -> lists.put(path.toString(), inputs.faces(path)));
    TrainingKnowledge.requireKnown(
        lists, cards.values().stream().flatMap(Optional::stream).toList());
    return models.stream()
        .map(
            model ->
                TrainingKnowledge.of(
                    NamedModel.among(models, model),
                    cards.get(model),
                    List.copyOf(lists.values()),
                    people))
        .toList();
  }

  /** What the card says, which an export of ours carries along; nothing for what was imported. */
  private static Optional<TrainingData> trainingData(Path model) {
    Optional<Card> card =
        Files.isRegularFile(model)
            ? Exported.read(model).label().map(Label::card)
            : ModelFile.cardOf(model);
    return card.filter(ModelCard.class::isInstance)
        .map(ModelCard.class::cast)
        .map(own -> own.provenance().data());
  }

  /** Every image once through every model. */
  private Map<Path, EmbeddedModel> embedded(Set<Path> models, HeldOutPeople people) {
    Map<Path, EmbeddedModel> embedded = new LinkedHashMap<>();
    for (Path path : models) {
      ModelFile file = ModelFile.of(NamedModel.among(models, path), path);
      try (Inputs.LoadedModel model = inputs.model(path, preparation(path), Flip.NONE)) {
        embedded.put(path, EmbeddedModel.of(file, people, model));
      }
    }
    return embedded;
  }

  private ObjectNode provenance() {
    ObjectNode json = MadeBy.json(command);
    preparations.forEach(
        (model, file) ->
            json.withObject("/preparations")
                .put(new NamedModel(Path.of(model)).name(), Sha256.ofFile(file)));
    return json;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }

  @Override
  public String ifStopped() {
    return "Nothing is kept; the same command begins anew.";
  }
}
