package dev.routeface.sdk.cli;

import dev.routeface.sdk.embed.Exported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * An ONNX file that another program wrote does not say how images are prepared for it, so that the
 * command line must.
 */
public final class OnnxPreparation {
  /** A preparation as its file holds it, for help texts. */
  public static final String EXAMPLE =
      "{\"size\": 112, \"order\": \"RGB\", \"mean\": [127.5, 127.5, 127.5],"
          + " \"scale\": [127.5, 127.5, 127.5]}";

  private OnnxPreparation() {}

  /**
   * Looks at what files say of themselves and runs none.
   *
   * @param models runs, which say it themselves, and ONNX files
   * @throws ParameterException if there is an ONNX file and no preparation
   */
  public static void require(CommandSpec command, List<Path> models, Optional<Path> preparation) {
    if (preparation.isEmpty() && models.stream().anyMatch(OnnxPreparation::isNeeded)) {
      throw new ParameterException(
          command.commandLine(),
          "--model: expected --preparation FILE beside an ONNX file, found none");
    }
  }

  /** Whether a model is a file that does not say how its images are prepared. */
  public static boolean isNeeded(Path model) {
    return Files.isRegularFile(model) && Exported.read(model).preparation().isEmpty();
  }
}
