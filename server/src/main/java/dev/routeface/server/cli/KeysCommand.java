package dev.routeface.server.cli;

import picocli.CommandLine.Command;

/** The group of commands about a service's keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Keys of a service, changed in its data folder; a running service takes up the change.",
    footer = {"", "Example:", "  routeface keys create --data DIR --name door --scope search"},
    subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class})
public final class KeysCommand {}
