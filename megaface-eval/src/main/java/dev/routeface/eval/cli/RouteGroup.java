package dev.routeface.eval.cli;

import picocli.CommandLine.Command;

/** Commands about the route of a teacher. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks at the route that a teacher's training took.",
    footer = {"", "Example:", "  routeface route show runs/teacher"})
final class RouteGroup {}
