package dev.routeface.models.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests against the examples that NIST publishes with FIPS 180-4. */
class Sha256Test {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  })
  void agreesWithThePublishedExamples(String text, String digest) throws IOException {
    Path file = Files.writeString(folder.resolve("text"), text);
    assertEquals(digest, Sha256.ofText(text));
    assertEquals(digest, Sha256.ofFile(file));
  }

  @Test
  void agreesWithThePublishedExampleOfAMillionLetters() {
    assertEquals(
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        Sha256.ofText("a".repeat(1_000_000)));
  }

  @Test
  void readsTextAsUtf8() throws IOException {
    Path file = folder.resolve("text");
    Files.write(file, new byte[] {(byte) 0xc3, (byte) 0xa9});
    assertEquals(Sha256.ofFile(file), Sha256.ofText("é"));
  }

  @Test
  void namesTheFileThatIsMissing() {
    Path file = folder.resolve("missing");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> Sha256.ofFile(file));
    assertEquals(file + ": cannot be read: no such file", e.getMessage());
  }
}
