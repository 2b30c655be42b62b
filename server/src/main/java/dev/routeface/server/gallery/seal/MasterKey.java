package dev.routeface.server.gallery.seal;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.PrivateFile;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key above all others of a gallery. It seals nothing itself: keys for each purpose are derived
 * from it by HMAC-SHA-256 of the purpose's name. Whoever has it and the database has everything; it
 * is kept outside the database, in the environment or in a file of its own.
 */
public final class MasterKey {
  /** The environment variable that holds the key as 64 hexadecimal digits. */
  public static final String VARIABLE = "ROUTEFACE_MASTER_KEY";

  private static final int DIGITS = 2 * DataKey.BYTES;

  private final byte[] key;

  private MasterKey(byte[] key) {
    this.key = key;
  }

  /**
   * @param where the digits come from, for the message
   */
  public static MasterKey of(String digits, String where) {
    String text = digits.strip();
    if (!text.matches("[0-9a-fA-F]{" + DIGITS + "}")) {
      throw new BadDataException(
          "%s: expected %d hexadecimal digits, found %d characters"
              .formatted(where, DIGITS, text.length()));
    }
    return new MasterKey(HexFormat.of().parseHex(text));
  }

  /** Reads a key file, which nobody but its owner and group may read. */
  public static MasterKey read(Path file) {
    try {
      refuseIfOpen(file);
      return of(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    } catch (IOException e) {
      throw new BadDataException(
          "%s: expected a master key, found %s".formatted(file, Reason.of(e)), e);
    }
  }

  /** Makes a new key, in a file that only its owner may read. */
  public static MasterKey create(Path file) {
    String digits = HexFormat.of().formatHex(DataKey.random());
    try {
      PrivateFile.folders(file.toAbsolutePath().getParent());
      PrivateFile.create(file);
      Files.writeString(file, digits + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    } catch (FileAlreadyExistsException e) {
      throw new BadDataException(file + ": expected no master key yet, found one", e);
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be written: " + Reason.of(e), e);
    }
    return of(digits, file.toString());
  }

  /** A key for one purpose. */
  public DataKey derive(String purpose) {
    return new DataKey(mac(purpose.getBytes(StandardCharsets.UTF_8)));
  }

  /** A tag for one purpose that nobody can make without this key. */
  public byte[] tag(String purpose, byte[] content) {
    return new MasterKey(mac(purpose.getBytes(StandardCharsets.UTF_8))).mac(content);
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  private static void refuseIfOpen(Path file) throws IOException {
    if (hasPermissions(file)
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw new BadDataException(
          "%s: expected a file that only its owner may read (chmod 600), found %s"
              .formatted(file, PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
    }
  }

  private static boolean hasPermissions(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
