package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands about speed and memory. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures speed and memory beside a baseline in the same run.",
    subcommands = {BenchTrainCommand.class, BenchEmbedCommand.class},
    footer = {"", "Example:", "  routeface bench train --threads 2 --out bench"})
final class BenchCommand {}
