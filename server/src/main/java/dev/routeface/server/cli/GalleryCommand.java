package dev.routeface.server.cli;

import picocli.CommandLine.Command;

/** The group of commands about enrolled people, as a whole. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves a gallery to another store, and reads its audit log again.",
    footer = {"", "Example:", "  routeface gallery verify --data DIR"},
    subcommands = {GalleryMigrateCommand.class, GalleryVerifyCommand.class})
public final class GalleryCommand {}
