package dev.routeface.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.security.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the first key is shown, and to whom. */
class FirstKeyTest {
  private static final String SECRET = "rf_[0-9a-f]{8}_[\\w-]{43}";

  @TempDir Path data;

  @Test
  void isShownAtATerminalAndKeptNowhere() {
    String said = FirstKey.make(new KeyFile(data), data, true).orElseThrow();
    assertTrue(
        said.matches(
            "The first key, with all scopes; it is shown this once and kept nowhere:\n\n    "
                + SECRET
                + "\n\n"),
        said);
    assertFalse(Files.exists(data.resolve("first-key")), "a file");
  }

  @Test
  void liesInAFileOfItsOwnerWhereOutputIsCollected() throws IOException {
    String said = FirstKey.make(new KeyFile(data), data, false).orElseThrow();
    Path file = data.resolve("first-key");
    assertEquals(
        "The first key, with all scopes, lies in " + file + "; read it and delete the file\n",
        said);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String secret = Files.readString(file);
    assertTrue(secret.matches(SECRET + "\n"), secret);
    assertTrue(new KeyFile(data).find(secret.strip()).isPresent(), "it opens the service");
  }

  @Test
  void isToldAgainWhileItsFileLiesThere() throws IOException {
    KeyFile keys = new KeyFile(data);
    Optional<String> said = FirstKey.make(keys, data, false);
    String secret = Files.readString(data.resolve("first-key"));
    assertEquals(said, FirstKey.make(keys, data, true));
    assertEquals(secret, Files.readString(data.resolve("first-key")));
    Files.delete(data.resolve("first-key"));
    assertEquals(Optional.empty(), FirstKey.make(keys, data, true));
  }

  @Test
  void isNotMadeWhereThereAreKeys() {
    KeyFile keys = new KeyFile(data);
    FirstKey.make(keys, data, true);
    assertEquals(Optional.empty(), FirstKey.make(keys, data, false));
  }
}
