package dev.routeface.sdk.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a teacher, or a guide that mimics a closed one, and keeps its route. */
@Command(
    name = "train-teacher",
    mixinStandardHelpOptions = true,
    description = "Trains a teacher by its recipe and keeps every epoch as an anchor of its route.",
    footer = {
      "",
      "Examples:",
      "  routeface train-teacher models/recipes/real/guide.arcface.json \\",
      "      --data train=splits/train.list --data validation=splits/validation.list --out runs/teacher",
      "  routeface train-teacher models/recipes/real/guide_from_closed.mimic.json \\",
      "      --teacher mobilefacenet.onnx --data train=splits/train.list \\",
      "      --data validation=splits/validation.list --out runs/guide",
    })
final class TrainTeacherCommand implements Stoppable {
  @Mixin private TrainingOptions training;

  @Option(
      names = "--teacher",
      paramLabel = "MODEL",
      description =
          "Closed teacher that the recipe mimics: a model folder, an ONNX or a TorchScript file.")
  private Path teacher;

  @Override
  public void run() {
    training.train(Optional.ofNullable(teacher), true);
  }

  @Override
  public String ifStopped() {
    return training.ifStopped();
  }
}
