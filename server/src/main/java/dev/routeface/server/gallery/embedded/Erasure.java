package dev.routeface.server.gallery.embedded;

/**
 * What makes an erasure more than a missing row. SQLite overwrites deleted content in the database
 * itself ({@code secure_delete}); the write-ahead log still holds it, until it is written back and
 * cut to nothing.
 */
final class Erasure {
  private static final int MILLISECONDS = 250;

  private Erasure() {}

  /** Waits for readers a short while, and leaves the log to a later checkpoint if they stay. */
  static void scrub(Tables tables) {
    tables.sql().run("PRAGMA busy_timeout = " + MILLISECONDS);
    tables.sql().run("PRAGMA wal_checkpoint(TRUNCATE)");
    tables.sql().run("PRAGMA busy_timeout = " + Connections.BUSY_MILLISECONDS);
  }
}
