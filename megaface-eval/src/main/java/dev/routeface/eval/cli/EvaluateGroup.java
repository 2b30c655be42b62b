package dev.routeface.eval.cli;

import picocli.CommandLine.Command;

/** The group that the protocols stand under. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "PROTOCOL",
    description = "Judges models side by side and writes a report with intervals and plots.",
    footer = {"", "Example:", "  routeface evaluate openset --help"})
final class EvaluateGroup {}
