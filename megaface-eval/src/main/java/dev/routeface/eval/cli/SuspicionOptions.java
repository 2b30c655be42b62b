package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.build.Suspects;
import dev.routeface.eval.build.Suspects.Embedded;
import dev.routeface.eval.build.Suspects.Role;
import dev.routeface.eval.build.Thresholds;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.report.SuspectSections;
import dev.routeface.sdk.cli.ConsoleProgress;
import dev.routeface.sdk.cli.OnnxPreparation;
import dev.routeface.sdk.embed.Flip;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The model that looks at images, and when it becomes suspicious. */
final class SuspicionOptions {
  /** Side of a picture on the page in pixels. */
  private static final int SIDE = 112;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      required = true,
      description = "A run or an ONNX file, to find what is suspicious.")
  private Path model;

  @Option(
      names = "--preparation",
      paramLabel = "FILE",
      description =
          "Size, channel order, means and scales of an ONNX file, as JSON: "
              + OnnxPreparation.EXAMPLE)
  private Path preparation;

  @Option(
      names = "--duplicate",
      paramLabel = "COSINE",
      required = true,
      description = "Two images from here on are one photograph; usual: 0.95.")
  private float duplicate;

  @Option(
      names = "--same",
      paramLabel = "COSINE",
      required = true,
      description =
          "Images of two identities from here on show one person; higher than a verification"
              + " threshold, for there are many pairs; usual: 0.6.")
  private float same;

  @Option(
      names = "--mislabelled",
      paramLabel = "COSINE",
      required = true,
      description =
          "A probe whose mean cosine to its identity's other images is below this shows somebody"
              + " else; usual: 0.1.")
  private float mislabelled;

  /**
   * @throws IllegalArgumentException if they are in no order
   */
  Thresholds thresholds() {
    return new Thresholds(duplicate, same, mislabelled);
  }

  /** The images of one list. */
  record Images(ImageFolder folder, TemplateList list) {
    ReadableImages readable() {
      return folder.readable(list.paths());
    }

    private Embedded embedded(Inputs.LoadedModel model) {
      return new Embedded(list, model.embed(folder.faces(list.paths())));
    }
  }

  /** Embeds both lists and compares them. */
  ProtocolFolder.Looked look(Inputs inputs, Images probes, Images distractors) {
    try (Inputs.LoadedModel opened =
        inputs.model(model, Optional.ofNullable(preparation), Flip.NONE)) {
      Suspects suspects =
          Suspects.of(
              probes.embedded(opened),
              distractors.embedded(opened),
              thresholds(),
              new ConsoleProgress());
      SuspectSections sections =
          new SuspectSections(
              suspects,
              thresholds(),
              image ->
                  (image.role() == Role.PROBE ? probes : distractors)
                      .folder()
                      .picture(image.path(), SIDE));
      return new ProtocolFolder.Looked(suspects, sections.all());
    }
  }

  /** Whether the model can be opened at all, whatever is in it. */
  void requirePreparation(CommandSpec command) {
    OnnxPreparation.require(command, List.of(model), Optional.ofNullable(preparation));
  }

  /** The model and the thresholds, for the report. */
  ObjectNode toJson() {
    return new NamedModel(model)
        .toJson()
        .put("duplicate", duplicate)
        .put("same", same)
        .put("mislabelled", mislabelled);
  }
}
