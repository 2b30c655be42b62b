package dev.routeface.models.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** SHA-256 digests as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private Sha256() {}

  public static String ofText(String text) {
    return hex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static String ofBytes(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /** Digest of the lines' UTF-8 bytes, each with a closing newline. */
  public static String ofLines(Stream<String> lines) {
    MessageDigest digest = digest();
    lines.forEachOrdered(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return hex(digest.digest());
  }

  public static String ofFile(Path file) {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + Reason.of(e), e);
    }
    return hex(digest.digest());
  }

  /** The digest itself, 32 bytes, of what remains in the buffer. */
  public static byte[] bytesOf(ByteBuffer content) {
    MessageDigest digest = digest();
    digest.update(content);
    return digest.digest();
  }

  /** The digest of what remains in the buffer. */
  public static String ofBytes(ByteBuffer content) {
    return hex(bytesOf(content));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
