package dev.routeface.sdk.cli;

import java.util.List;

/**
 * Subcommands that a module above adds to the root, found with {@link java.util.ServiceLoader}, so
 * that the root never knows them.
 */
public interface CommandPart {
  /**
   * Picocli-annotated commands.
   *
   * @param parent name of the command they belong under, for instance {@code "evaluate"}; empty for
   *     the root
   */
  record Placed(String parent, Object command) {}

  List<Placed> commands();
}
