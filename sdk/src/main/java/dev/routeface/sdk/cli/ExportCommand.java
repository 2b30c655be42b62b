package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands by which models leave. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Writes a trained network as a single file for other programs.",
    subcommands = {
      ExportOnnxCommand.class,
      ExportSafetensorsCommand.class,
      ExportTorchScriptCommand.class
    },
    footer = {
      "",
      "Every file says itself how images are prepared for it, which run it is of and what that",
      "permits; every --model takes it. It is compared with its original before it stays.",
      "",
      "Example:",
      "  routeface export onnx --model runs/student --out student.onnx",
    })
final class ExportCommand {}
