package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands about data. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Draws, inspects and splits faces.",
    subcommands = {DataSynthCommand.class, DataInspectCommand.class, DataSplitCommand.class},
    footer = {
      "",
      "A data set is a folder with one folder per identity, an MXNet record",
      "file (.rec), or a list with identity<TAB>path per line.",
      "",
      "Example:",
      "  routeface data inspect faces/",
    })
final class DataCommand {}
