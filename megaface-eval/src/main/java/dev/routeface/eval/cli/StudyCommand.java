package dev.routeface.eval.cli;

import dev.routeface.eval.study.Studies;
import dev.routeface.eval.study.Study;
import dev.routeface.sdk.cli.Application;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.NamedValues;
import dev.routeface.sdk.cli.Stoppable;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Faces;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares ways to train a student. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description =
        "Compares ways to train a student, fairly: trains the teacher, chooses every method's"
            + " learning rate on validation people in the same number of trials, trains all methods under"
            + " the same seeds, judges them once on test people, and writes one report with paired"
            + " intervals. Stopped, it goes on where it was.",
    footer = {
      "",
      "Example:",
      "  routeface study models/recipes/real/study.json --teacher mobilefacenet.onnx \\",
      "      --data train=splits/train.list --data validation=splits/validation.list \\",
      "      --data validation-distractors=splits/validation-distractors.list \\",
      "      --data test=splits/test.list --data distractors=splits/distractors.list \\",
      "      --out runs/study",
    })
final class StudyCommand implements Stoppable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "STUDY", description = "Study file; its recipes lie beside it.")
  private Path study;

  @Option(
      names = "--data",
      parameterConsumer = NamedValues.Paths.class,
      paramLabel = "NAME=PATH",
      required = true,
      description = "Where a data set of the study lies. Repeat for each name.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description = "ONNX file of the closed teacher, where a recipe mimics one.")
  private Path teacher;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the runs and, in report/, the report.")
  private Path out;

  @Override
  public void run() {
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    data.forEach((name, path) -> faces.put(name, Faces.open(path)));
    var inputs =
        new Studies.Inputs(
            faces,
            Optional.ofNullable(teacher),
            Application.cache(),
            Application.origin(command.commandLine().getParseResult().originalArgs()));
    var report = Studies.run(Study.read(study), inputs, out, new ConsoleProgress());
    command.commandLine().getOut().println(report.text());
    command
        .commandLine()
        .getOut()
        .println("Report: " + out.resolve("report").resolve("report.html"));
  }

  @Override
  public String ifStopped() {
    return "The same command goes on from the last whole epoch in " + out + ".";
  }
}
