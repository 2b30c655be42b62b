package dev.routeface.eval.cli;

import picocli.CommandLine.Command;

/** What goes on around a MegaFace experiment. */
@Command(
    name = "megaface",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Prepares feature files for evaluate megaface.",
    footer = {"", "Example:", "  routeface megaface pack --help"})
final class MegaFaceGroup {}
