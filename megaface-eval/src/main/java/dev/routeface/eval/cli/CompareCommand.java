package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.report.Comparison;
import dev.routeface.eval.report.Differences;
import dev.routeface.eval.report.KeptReport;
import dev.routeface.eval.report.ModelRow;
import dev.routeface.eval.report.Report;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets the models of several reports side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Sets the models of several reports side by side, in one table and on common plots, and"
            + " says what they differ in with paired intervals over people. The reports must judge the"
            + " same data; a model that stands in two of them is called after its report too.",
    footer = {
      "",
      "Examples:",
      "  routeface evaluate compare student/report.json teacher/report.json --resamples 2000 --seed 1 \\",
      "    --out comparison",
      "  routeface evaluate compare runs/study/report --baseline teacher --resamples 2000 --seed 1 \\",
      "    --out comparison"
    })
final class CompareCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "REPORT",
      arity = "1..*",
      description = "report.json of an evaluate command, a study or the demo, or its folder.")
  private List<Path> files;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description =
          "Model that all others are held against. Without it: every model against every one"
              + " before it.")
  private String baseline;

  @Mixin private BootstrapOptions resampling;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for report.html, report.txt, report.json, differences.json and plots.")
  private Path out;

  @Override
  public void run() {
    IdentityBootstrap bootstrap = resampling.bootstrap();
    requireDifferentFiles();
    Comparison comparison = Comparison.of(files.stream().map(KeptReport::read).toList());
    requireBaseline(comparison.models());
    Differences differences =
        Differences.of(comparison.models(), Optional.ofNullable(baseline), bootstrap);
    ObjectNode provenance = MadeBy.json(command);
    provenance.set("reports", comparison.provenance());
    Report report =
        new Report(
            "Models side by side",
            provenance,
            bootstrap,
            comparison.models(),
            differences.sections());
    report.write(out);
    DurableFile.writeText(out.resolve("differences.json"), Fields.text(differences.toJson()));
    PrintWriter console = command.commandLine().getOut();
    console.println(report.text());
    console.println("Report: " + out.resolve("report.html"));
  }

  private void requireDifferentFiles() {
    long different = files.stream().map(f -> f.toAbsolutePath().normalize()).distinct().count();
    if (different < files.size()) {
      throw wrong("expected every report once, found " + files);
    }
  }

  private void requireBaseline(List<ModelRow> models) {
    List<String> names = models.stream().map(ModelRow::name).toList();
    if (baseline != null && !names.contains(baseline)) {
      throw new BadDataException(
          "--baseline: expected one of %s, found %s".formatted(String.join(", ", names), baseline));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
