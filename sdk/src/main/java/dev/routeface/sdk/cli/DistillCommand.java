package dev.routeface.sdk.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a student, along a route or from a closed teacher or alone, as its recipe says. */
@Command(
    name = "distill",
    mixinStandardHelpOptions = true,
    description = "Trains a student by its recipe along the route of a teacher.",
    footer = {
      "",
      "Examples:",
      "  routeface distill models/recipes/real/student_from_guide.one-stage.json \\",
      "      --route runs/guide --data train=splits/train.list \\",
      "      --data validation=splits/validation.list --out runs/student",
      "  routeface distill RECIPE --route runs/guide --set training.seed=2 ... --out runs/student2",
    })
final class DistillCommand implements Stoppable {
  @Mixin private TrainingOptions training;

  @Option(
      names = {"--route", "--teacher"},
      paramLabel = "RUN|MODEL",
      description =
          "Folder of the route that the recipe follows, or a closed teacher: a model folder, an ONNX"
              + " or a TorchScript file.")
  private Path route;

  @Override
  public void run() {
    training.train(Optional.ofNullable(route), false);
  }

  @Override
  public String ifStopped() {
    return training.ifStopped();
  }
}
