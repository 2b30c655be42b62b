package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands that bring models in. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes model folders of weights and ONNX graphs from elsewhere.",
    subcommands = {ImportWeightsCommand.class, ImportOnnxCommand.class},
    footer = {
      "",
      "Nothing in a file is run or looked up: what is not a tensor is refused by name.",
      "",
      "Example:",
      "  routeface import onnx teacher.onnx --preparation teacher.json \\",
      "      --licence MIT --origin \"w600k_r50 of InsightFace's buffalo_l\" --out models/teacher",
    })
final class ImportCommand {}
