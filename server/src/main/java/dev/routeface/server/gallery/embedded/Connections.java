package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.BadDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import org.sqlite.SQLiteConfig;

/** Opens SQLite the way a gallery needs it. */
final class Connections {
  /** Three templates of 512 floats to a page, where a smaller one would hold a single one. */
  private static final int PAGE_BYTES = 8192;

  static final int BUSY_MILLISECONDS = 10_000;

  private Connections() {}

  /** The connection that writes; makes the file if there is none, and brings it up to date. */
  static Sql writer(Path database, Instant now) {
    Sql sql = open(database, new SQLiteConfig(), "");
    sql.run("PRAGMA page_size = " + PAGE_BYTES);
    sql.run("PRAGMA application_id = " + Schema.APPLICATION);
    sql.run("PRAGMA journal_mode = WAL");
    // A commit returns when the log is synced, on macOS past the drive's own cache.
    sql.run("PRAGMA synchronous = FULL");
    sql.run("PRAGMA fullfsync = ON");
    // Deleted content is overwritten with zeros.
    sql.run("PRAGMA secure_delete = ON");
    sql.run("PRAGMA wal_autocheckpoint = 4000");
    Schema.migrate(sql, now);
    return sql;
  }

  /** A connection that cannot write. */
  static Sql reader(Path database) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    boolean alone = !Files.isWritable(database.toAbsolutePath().getParent());
    // Without a place for SQLite's shared memory, the file must not change, and nobody can.
    Sql sql = open(database, config, alone ? "?immutable=1" : "");
    if (Schema.version(sql) != Schema.newest()) {
      throw new BadDataException(
          "%s: expected a gallery of version %d, found version %d"
              .formatted(database, Schema.newest(), Schema.version(sql)));
    }
    return sql;
  }

  private static Sql open(Path database, SQLiteConfig config, String options) {
    config.setBusyTimeout(BUSY_MILLISECONDS);
    // Else the driver asks for the last row's number after each insertion, by a new statement.
    config.setGetGeneratedKeys(false);
    String url = "jdbc:sqlite:file:" + database.toUri().getRawPath() + options;
    try {
      Sql sql = new Sql(config.createConnection(url), database.toString());
      // A damaged schema must not run code, nor a damaged page be read past its end.
      sql.run("PRAGMA trusted_schema = OFF");
      sql.run("PRAGMA cell_size_check = ON");
      return sql;
    } catch (SQLException e) {
      throw new BadDataException(database + ": cannot be opened: " + e.getMessage(), e);
    }
  }
}
