package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.protocol.Protocol;
import dev.routeface.eval.report.ModelRow;
import dev.routeface.eval.report.Report;
import dev.routeface.sdk.cli.FreshFolder;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that all protocols share, and what is done with them. */
final class JudgingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      required = true,
      description = "A run or an ONNX file; repeat for several, all judged alike.")
  private List<Path> models;

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description =
          "Size, channel order, means and scales of the ONNX files among the models, as JSON: "
              + OnnxPreparation.EXAMPLE)
  private Path preparation;

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=PATH",
      description = "A data set by its role; repeat for each role.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for report.html, report.txt, report.json and plots.")
  private Path out;

  @Mixin private BootstrapOptions resampling;

  /** The data sets, by role; exactly the given roles must be there. */
  Map<String, FaceDataset> faces(Inputs inputs, Set<String> roles) {
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    paths(roles).forEach((role, path) -> faces.put(role, inputs.faces(path)));
    return faces;
  }

  /** The paths of the data sets, by role; exactly the given roles must be there. */
  Map<String, Path> paths(Set<String> roles) {
    if (!data.keySet().equals(roles)) {
      throw wrong("--data: expected %s, found %s".formatted(named(roles), named(data.keySet())));
    }
    requireDifferentModels();
    return data;
  }

  private void requireDifferentModels() {
    if (Set.copyOf(models).size() < models.size()) {
      throw wrong("--model: expected every model once, found " + models);
    }
    OnnxPreparation.require(command, models, Optional.ofNullable(preparation));
  }

  private static String named(Set<String> roles) {
    return roles.isEmpty() ? "none" : String.join(" and ", new TreeSet<>(roles));
  }

  /** A mistake on the command line. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** What is judged and on which data, for the report. */
  record Judgement(String title, List<Protocol> protocols, Map<String, FaceDataset> faces) {}

  /** Judges every model and writes the report. */
  void judge(Judgement judgement, Inputs inputs, Flip flip) {
    IdentityBootstrap bootstrap = resampling.bootstrap();
    FreshFolder.require(out); // another report's pages must not stand beside this one's
    List<ModelRow> rows = new ArrayList<>();
    for (Path path : models) {
      try (Inputs.LoadedModel model = inputs.model(path, Optional.ofNullable(preparation), flip)) {
        rows.add(
            new ModelRow(
                NamedModel.among(models, path),
                model.facts(),
                judgement.protocols().stream().map(protocol -> protocol.judge(model)).toList()));
      }
    }
    Report report =
        new Report(judgement.title(), provenance(judgement.faces()), bootstrap, rows, List.of());
    report.write(out);
    PrintWriter console = command.commandLine().getOut();
    console.println(report.text());
    console.println("Report: " + out.resolve("report.html"));
  }

  private ObjectNode provenance(Map<String, FaceDataset> faces) {
    ObjectNode json = MadeBy.json(command);
    faces.forEach(
        (role, set) ->
            json.withObject("/data")
                .putObject(role)
                .put("images", set.size())
                .put("sha256", set.sha256()));
    return json;
  }
}
