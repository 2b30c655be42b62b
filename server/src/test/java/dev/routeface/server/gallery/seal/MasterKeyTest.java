package dev.routeface.server.gallery.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  @TempDir Path folder;

  @Test
  void readsTheKeyItMade() throws Exception {
    Path file = folder.resolve("new/gallery.key");
    MasterKey made = MasterKey.create(file);
    byte[] tag = made.tag("test", new byte[] {1});
    assertArrayEquals(tag, MasterKey.read(file).tag("test", new byte[] {1}));
    assertArrayEquals(
        tag, MasterKey.of(Files.readString(file), "the text").tag("test", new byte[] {1}));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertRefused(file + ": expected no master key yet, found one", () -> MasterKey.create(file));
  }

  @Test
  void purposesHaveKeysOfTheirOwn() {
    MasterKey key = MasterKey.of("0b".repeat(32), "test");
    assertFalse(Arrays.equals(key.tag("a", new byte[0]), key.tag("b", new byte[0])));
  }

  /** From Python: hmac.new(hmac.new(bytes([11] * 32), b"a", "sha256").digest(), b"b", "sha256"). */
  @Test
  void tagsAreHmacsUnderAnHmac() {
    MasterKey key = MasterKey.of("0b".repeat(32), "test");
    assertEquals(
        "d9ca8ea516b56a3555801d412527076a3c1cd76a2c48261ba920935b44c38af2",
        HexFormat.of().formatHex(key.tag("a", "b".getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void refusesWhatIsNoKey() throws Exception {
    Path file = folder.resolve("gallery.key");
    assertRefused(file + ": expected a master key, found no such file", () -> MasterKey.read(file));
    Files.writeString(file, "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertRefused(
        file + ": expected 64 hexadecimal digits, found 6 characters", () -> MasterKey.read(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(
        file + ": expected a file that only its owner may read (chmod 600), found rw-r--r--",
        () -> MasterKey.read(file));
    assertRefused(
        "ROUTEFACE_MASTER_KEY: expected 64 hexadecimal digits, found 64 characters",
        () -> MasterKey.of("x".repeat(64), MasterKey.VARIABLE));
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable act) {
    assertEquals(message, assertThrows(BadDataException.class, act).getMessage());
  }
}
