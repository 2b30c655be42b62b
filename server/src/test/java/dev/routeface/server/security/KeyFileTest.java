package dev.routeface.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadRecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a file that two programs share. */
class KeyFileTest {
  @TempDir Path data;

  private static KeyFile.Wanted wanted(Scope... scopes) {
    return new KeyFile.Wanted(
        "door", EnumSet.copyOf(List.of(scopes)), Optional.of(new ApiKey.KeyLimits(2.5, 3)));
  }

  @Test
  void aKeyIsFoundByWhoeverHasItAndByNobodyElse() {
    KeyFile keys = new KeyFile(data);
    KeyFile.Issued issued = keys.issue(wanted(Scope.SEARCH));
    assertEquals(issued.key(), keys.find(issued.secret()).orElseThrow());
    char last = issued.secret().charAt(issued.secret().length() - 1);
    String almost =
        issued.secret().substring(0, issued.secret().length() - 1) + (last == 'A' ? 'B' : 'A');
    assertTrue(keys.find(almost).isEmpty());
    assertTrue(keys.find(issued.secret() + "A").isEmpty());
    assertTrue(keys.find("").isEmpty());
    String stranger = new KeyFile(data.resolve("other")).issue(wanted(Scope.ADMIN)).secret();
    assertTrue(keys.find(stranger).isEmpty());
  }

  @Test
  void theFileHoldsTheDigestAndNotTheKey() throws Exception {
    KeyFile.Issued issued = new KeyFile(data).issue(wanted(Scope.SEARCH, Scope.EMBED));
    String text = Files.readString(data.resolve("keys.json"));
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(issued.secret().getBytes(StandardCharsets.US_ASCII));
    assertTrue(text.contains(HexFormat.of().formatHex(digest)), text);
    assertFalse(text.contains(issued.secret().substring(12)), text);
    assertEquals(List.of(issued.key()), new KeyFile(data).list(), "read back");
    assertEquals(Set.of(Scope.SEARCH, Scope.EMBED), issued.key().scopes());
  }

  @Test
  void noTwoKeysAreAlike() {
    KeyFile keys = new KeyFile(data);
    Set<String> secrets = new java.util.HashSet<>();
    for (int i = 0; i < 20; i++) {
      secrets.add(keys.issue(wanted(Scope.EMBED)).secret());
    }
    assertEquals(20, secrets.size());
    secrets.forEach(secret -> assertTrue(secret.matches("rf_[0-9a-f]{8}_[\\w-]{43}"), secret));
  }

  @Test
  void aRevokedKeyStaysInTheListAndOpensNothing() {
    KeyFile keys = new KeyFile(data);
    KeyFile.Issued issued = keys.issue(wanted(Scope.EMBED));
    KeyFile other = new KeyFile(data);
    assertTrue(other.find(issued.secret()).isPresent());
    ApiKey revoked = keys.revoke(issued.key().id()).orElseThrow();
    assertTrue(other.find(issued.secret()).isEmpty(), "another program sees it at once");
    assertEquals(List.of(revoked), other.list());
    assertEquals(revoked, keys.revoke(issued.key().id()).orElseThrow(), "once and for all");
    assertTrue(keys.revoke("00000000").isEmpty());
  }

  @Test
  void manyWritersLoseNothing() {
    IntStream.range(0, 24).parallel().forEach(i -> new KeyFile(data).issue(wanted(Scope.EMBED)));
    assertEquals(24, new KeyFile(data).list().size());
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    Path file = data.resolve("keys.json");
    Files.writeString(file, "{\"format\": \"routeface-keys-1\", \"keys\": [{\"id\": 3}]}");
    BadRecipeException refused =
        assertThrows(BadRecipeException.class, () -> new KeyFile(data).list());
    assertEquals(file + " at $.keys[0].id: expected a text, found 3", refused.getMessage());
  }
}
