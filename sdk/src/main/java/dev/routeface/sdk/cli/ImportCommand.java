package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands that bring models in. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes model folders of what others trained, and ensembles of model folders.",
    subcommands = {
      ImportWeightsCommand.class,
      ImportOnnxCommand.class,
      ImportTorchScriptCommand.class,
      ImportEnsembleCommand.class
    },
    footer = {
      "",
      "Weights are read and never run: what is not a tensor is refused by name. Graphs and scripts",
      "are programs for their engines, as little to be trusted as whoever wrote them.",
      "",
      "Example:",
      "  routeface import onnx teacher.onnx --preparation teacher.json \\",
      "      --licence MIT --origin \"w600k_r50 of InsightFace's buffalo_l\" --out models/teacher",
    })
final class ImportCommand {}
