package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands about the routes of teachers. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Looks at the route that a teacher's training took, or makes one without training it.",
    subcommands = {RouteImportCommand.class, RouteRecoverCommand.class},
    footer = {"", "Example:", "  routeface route show runs/teacher"})
final class RouteCommand {}
