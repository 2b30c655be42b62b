package dev.routeface.sdk.cli;

import picocli.CommandLine.Command;

/** The group of commands about models of others that are brought in by name. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists and fetches models of others: face detectors and an embedder.",
    subcommands = {ModelsListCommand.class, ModelsPullCommand.class},
    footer = {
      "",
      "Every byte is pinned by a digest. Models lie in the cache (ROUTEFACE_CACHE) afterwards.",
      "",
      "Examples:",
      "  routeface models list",
      "  routeface models pull yunet --accept-licence",
    })
final class ModelsCommand {}
