package dev.routeface.server.cli;

import dev.routeface.models.io.DurableFile;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The key of a service that has none yet. What is no terminal is most often collected, as the log
 * of a container or of systemd, and read by others: there the key lies in a file of its owner's.
 */
final class FirstKey {
  private FirstKey() {}

  /**
   * Makes it.
   *
   * @return what to say of it; empty if there were keys before, and nobody left it lying about
   */
  static Optional<String> make(KeyFile keys, Path data, boolean terminal) {
    Path file = data.resolve("first-key");
    if (!keys.list().isEmpty()) {
      return Optional.of(file).filter(Files::exists).map(FirstKey::lies);
    }
    String secret =
        keys.issue(new KeyFile.Wanted("first", EnumSet.allOf(Scope.class), Optional.empty()))
            .secret();
    if (terminal) {
      return Optional.of(
          "The first key, with all scopes; it is shown this once and kept nowhere:%n%n    %s%n%n"
              .formatted(secret));
    }
    DurableFile.writePrivateText(file, secret + "\n");
    return Optional.of(lies(file));
  }

  private static String lies(Path file) {
    return "The first key, with all scopes, lies in %s; read it and delete the file%n"
        .formatted(file);
  }
}
