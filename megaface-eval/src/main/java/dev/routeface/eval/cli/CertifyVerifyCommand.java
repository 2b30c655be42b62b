package dev.routeface.eval.cli;

import dev.routeface.eval.certificate.Certificate;
import dev.routeface.eval.certificate.ModelFile;
import dev.routeface.models.io.BadDataException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a certificate against the models at hand. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks that a certificate speaks of these models: their weights and cards, by digest.",
    footer = {
      "",
      "Example:",
      "  routeface certify verify certificate/certificate.json --teacher runs/teacher \\",
      "    --student runs/student"
    })
final class CertifyVerifyCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "certificate.json of certify.")
  private Path file;

  @Option(
      names = "--teacher",
      paramLabel = "PATH",
      required = true,
      description = "A run or an ONNX file.")
  private Path teacher;

  @Option(
      names = "--student",
      paramLabel = "PATH",
      required = true,
      description = "A run or an ONNX file.")
  private Path student;

  @Override
  public void run() {
    List<ModelFile> certified = Certificate.modelsOf(file);
    require("--teacher", certified.get(0), teacher);
    require("--student", certified.get(1), student);
    command.commandLine().getOut().println("%s speaks of these models.".formatted(file));
  }

  private void require(String option, ModelFile certified, Path path) {
    ModelFile found = ModelFile.of(new NamedModel(path).name(), path);
    if (!found.sameContent(certified)) {
      throw new BadDataException(
          "%s: expected %s with sha256 %s as the certificate names it, found %s with %s"
              .formatted(option, certified.name(), digest(certified), path, digest(found)));
    }
  }

  private static String digest(ModelFile model) {
    return model.sha256() + model.card().map(card -> " and card " + card).orElse("");
  }
}
