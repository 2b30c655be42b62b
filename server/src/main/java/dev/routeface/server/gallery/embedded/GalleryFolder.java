package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.PrivateFile;
import dev.routeface.models.io.Reason;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.seal.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Where a gallery lies: {@code gallery.db} with SQLite's log beside it, {@code gallery.key} unless
 * the master key comes from the environment, and {@code gallery.lock}.
 *
 * <p>What is wrong with the files is found before anything is written to them. A gallery is refused
 * if nothing of it could be trusted: another program's file, a newer version, another master key, a
 * missing key, a collection that is not what its own key was sealed to. It opens for reading only,
 * with the reason, if it can still answer: a folder or file that may not be written, damaged pages,
 * faces whose seal does not open (they are left out), an audit log that does not end where its
 * record says.
 */
public record GalleryFolder(Path folder) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APPLICATION_AT = 68;
  private static final String CHECK = "check";

  public Path database() {
    return folder.resolve("gallery.db");
  }

  public Path keyFile() {
    return folder.resolve("gallery.key");
  }

  Path lockFile() {
    return folder.resolve("gallery.lock");
  }

  /** Whether there is anything yet. */
  boolean begun() {
    try {
      return Files.exists(database()) && Files.size(database()) > 0;
    } catch (IOException e) {
      throw new BadDataException(database() + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * Makes the database's file if there is none; SQLite gives its own files the same permissions.
   */
  void claim() {
    try {
      PrivateFile.ensure(database());
    } catch (IOException e) {
      throw new BadDataException(database() + ": cannot be written: " + Reason.of(e), e);
    }
  }

  /** Refuses a file that is no gallery. */
  void requireGallery() {
    ByteBuffer header = ByteBuffer.wrap(header());
    boolean sqlite =
        header.limit() == 100 && header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    if (!sqlite) {
      throw new BadDataException(database() + ": expected a gallery, found no SQLite database");
    }
    if (header.getInt(APPLICATION_AT) != Schema.APPLICATION) {
      throw new BadDataException(
          database() + ": expected a gallery, found another program's SQLite database");
    }
  }

  /**
   * The key of this gallery: the one given, or the key file's, which is made if nothing is there.
   */
  MasterKey masterKey(Optional<String> given) {
    if (given.isPresent()) {
      return MasterKey.of(given.get(), MasterKey.VARIABLE);
    } else if (Files.exists(keyFile())) {
      return MasterKey.read(keyFile());
    } else if (begun()) {
      throw new BadDataException(
          "%s: expected the master key of %s, found no such file and no %s"
              .formatted(keyFile(), database(), MasterKey.VARIABLE));
    }
    return MasterKey.create(keyFile());
  }

  /** Why nothing can be written here; empty if it can. */
  Optional<String> unwritable() {
    if (Files.exists(database()) && !Files.isWritable(database())) {
      return Optional.of(database() + ": may not be written");
    } else if (Files.exists(folder) && !Files.isWritable(folder)) {
      return Optional.of(folder + ": may not be written");
    }
    return Optional.empty();
  }

  /** Refuses a master key that is not this gallery's; a new gallery takes it. */
  void requireKey(Tables tables, Keys keys, boolean writable) {
    byte[] tag = keys.master().tag(CHECK, MAGIC);
    Optional<byte[]> found =
        tables.sql().one("SELECT tag FROM secret_check", row -> row.getBytes(1));
    if (found.isEmpty() && writable) {
      begin(tables, tag);
    } else if (found.isEmpty() || !MessageDigest.isEqual(tag, found.get())) {
      throw new BadDataException(
          database() + ": was sealed under another master key than the one given");
    }
  }

  private static void begin(Tables tables, byte[] tag) {
    tables.sql().run("BEGIN IMMEDIATE");
    tables.sql().update("INSERT INTO secret_check VALUES (?)", (Object) tag);
    tables.audit().writeHead(AuditHead.START);
    tables.sql().run("COMMIT");
  }

  private byte[] header() {
    try (InputStream in = Files.newInputStream(database())) {
      return in.readNBytes(100);
    } catch (IOException e) {
      throw new BadDataException(database() + ": cannot be read: " + Reason.of(e), e);
    }
  }
}
