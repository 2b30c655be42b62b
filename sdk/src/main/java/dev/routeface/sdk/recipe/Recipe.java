package dev.routeface.sdk.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.net.Architecture;
import dev.routeface.sdk.loss.Hint;
import dev.routeface.sdk.loss.Kd;
import dev.routeface.sdk.loss.Loss;
import java.nio.file.Path;
import java.util.List;

/**
 * One training, whole: two runs of one recipe on the same data give the same numbers.
 *
 * @param about what it is, from which paper, and how it was tuned: for the reader
 * @param architecture the network that is trained
 * @param preparation what its images go through
 * @param data names of the data sets; where they lie is said on the command line
 * @param augmentation random changes to training images
 * @param training how long and in which steps
 * @param losses terms of the sum that is minimised, at least one
 * @param teacher whom it learns from
 */
public record Recipe(
    String about,
    Architecture architecture,
    Preparation preparation,
    Data data,
    Augmentation augmentation,
    Training training,
    List<Loss> losses,
    TeacherChoice teacher) {

  /**
   * Names of data sets.
   *
   * @param train images that are learned from
   * @param heldOut images of other identities, on which every epoch is measured
   */
  public record Data(String train, String heldOut) {
    private static Data of(Fields fields) {
      return new Data(fields.text("train"), fields.text("heldOut"));
    }

    private ObjectNode toJson() {
      return Fields.object().put("train", train).put("heldOut", heldOut);
    }
  }

  /**
   * How long and in which steps.
   *
   * @param epochs length of one learning-rate schedule; a multi-stage plan runs it once per stage
   * @param batch images per step; a last, smaller batch of an epoch is left out
   * @param optimizer rule of a step
   * @param learningRate of every step
   * @param clip largest norm of all gradients together; larger ones are scaled down to it
   * @param seed of weights, order and augmentation
   */
  public record Training(
      int epochs,
      int batch,
      OptimizerChoice optimizer,
      LearningRate learningRate,
      double clip,
      long seed) {
    private static Training of(Fields fields) {
      return new Training(
          fields.integer("epochs", 1, 100_000),
          fields.integer("batch", 2, 65_536),
          fields.object("optimizer", OptimizerChoice::of),
          fields.object("learningRate", LearningRate::of),
          fields.number("clip", 1e-6, 1e9),
          fields.wholeLong("seed", 0, Long.MAX_VALUE));
    }

    private ObjectNode toJson() {
      ObjectNode json = Fields.object().put("epochs", epochs).put("batch", batch);
      json.set("optimizer", optimizer.toJson());
      json.set("learningRate", learningRate.toJson());
      return json.put("clip", clip).put("seed", seed);
    }
  }

  public Recipe {
    losses = List.copyOf(losses);
  }

  /** Reads a recipe file strictly. */
  public static Recipe read(Path file) {
    return Fields.open(file).read(Recipe::of);
  }

  /** Reads and checks that the parts fit together. */
  public static Recipe of(Fields fields) {
    Recipe recipe =
        new Recipe(
            fields.text("about"),
            fields.object("architecture", Architecture::of),
            fields.object("preparation", Preparation::of),
            fields.object("data", Data::of),
            fields.object("augmentation", Augmentation::of),
            fields.object("training", Training::of),
            fields.objects("losses", Loss::of),
            fields.object("teacher", TeacherChoice::of));
    recipe.check(fields);
    return recipe;
  }

  private void check(Fields fields) {
    int size = architecture.inputSize();
    if (preparation.size() != size) {
      throw fields.refuse("preparation.size", "the input size " + size, preparation.size());
    }
    if (losses.isEmpty()) {
      throw fields.refuse("losses", "at least one loss", "none");
    }
    boolean needed = losses.stream().anyMatch(Loss::needsTeacher);
    if (needed == teacher instanceof TeacherChoice.Nobody) {
      throw fields.refuse(
          "teacher",
          needed ? "a teacher, since a loss needs one" : "Nobody, since no loss needs a teacher",
          teacher.toJson().get("kind").textValue());
    }
    checkTargets(fields);
    if (teacher instanceof TeacherChoice.Closed && losses.stream().anyMatch(Kd.class::isInstance)) {
      throw fields.refuse("teacher", "Along, since Kd needs the teacher's class centres", "Closed");
    }
  }

  private void checkTargets(Fields fields) {
    boolean cached = !online();
    boolean hint = losses.stream().anyMatch(Hint.class::isInstance);
    if (hint && cached) {
      throw fields.refuse("teacher.targets", "ONLINE, since a hint needs feature maps", "cached");
    }
    if (cached && !(teacher instanceof TeacherChoice.Nobody) && !augmentation.flipAtMost()) {
      throw fields.refuse(
          "augmentation", "shift 0 and brightness 0 with cached targets", augmentation.toJson());
    }
  }

  /** Whether the teacher runs at every step. */
  public boolean online() {
    return teacher instanceof TeacherChoice.Along along
        && along.targets() == TeacherChoice.Targets.ONLINE;
  }

  /** The same recipe with another base learning rate and seed. */
  public Recipe with(double learningRate, long seed) {
    LearningRate rate =
        new LearningRate(
            learningRate, training.learningRate().warmupSteps(), training.learningRate().decay());
    Training changed =
        new Training(
            training.epochs(), training.batch(), training.optimizer(), rate, training.clip(), seed);
    return new Recipe(
        about, architecture, preparation, data, augmentation, changed, losses, teacher);
  }

  /** Digest of the resolved recipe, whatever its file looked like. */
  public String sha256() {
    return Sha256.ofText(Fields.text(toJson()));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("about", about);
    json.set("architecture", architecture.toJson());
    json.set("preparation", preparation.toJson());
    json.set("data", data.toJson());
    json.set("augmentation", augmentation.toJson());
    json.set("training", training.toJson());
    losses.forEach(loss -> json.withArray("losses").add(loss.toJson()));
    json.set("teacher", teacher.toJson());
    return json;
  }
}
