package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.BadDataException;
import java.time.Instant;
import java.util.List;

/**
 * The tables, as steps from one version to the next. A step is never changed once released; the
 * table {@code schema_version} says which were taken, and when.
 */
final class Schema {
  /** "RtFc", so that other programs' databases are not taken for galleries. */
  static final int APPLICATION = 0x52744663;

  private static final List<String> STEPS =
      List.of(
          """
          CREATE TABLE secret_check (tag BLOB NOT NULL) STRICT;
          CREATE TABLE collection (
            id TEXT NOT NULL PRIMARY KEY,
            contract TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            description TEXT NOT NULL,
            compatible TEXT NOT NULL,
            generation INTEGER NOT NULL,
            version INTEGER NOT NULL,
            created INTEGER NOT NULL,
            subjects INTEGER NOT NULL,
            faces INTEGER NOT NULL,
            template_key BLOB NOT NULL
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE subject (
            number INTEGER PRIMARY KEY,
            collection TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            created INTEGER NOT NULL,
            retention_until INTEGER,
            faces INTEGER NOT NULL,
            data_key BLOB NOT NULL,
            profile BLOB NOT NULL,
            UNIQUE (collection, id)
          ) STRICT;
          CREATE INDEX subject_by_id ON subject (id, collection);
          CREATE INDEX subject_by_retention ON subject (retention_until)
            WHERE retention_until IS NOT NULL;
          CREATE TABLE face (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            subject INTEGER NOT NULL,
            enrolled INTEGER NOT NULL,
            sealed BLOB NOT NULL
          ) STRICT;
          CREATE INDEX face_by_subject ON face (subject);
          CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            objects TEXT NOT NULL,
            details TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
          ) STRICT;
          CREATE TABLE audit_head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL,
            tag BLOB NOT NULL
          ) STRICT;
          CREATE TABLE repeat (
            actor TEXT NOT NULL,
            idempotency_key TEXT NOT NULL,
            time INTEGER NOT NULL,
            faces TEXT NOT NULL,
            tag BLOB NOT NULL,
            PRIMARY KEY (actor, idempotency_key)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX repeat_by_time ON repeat (time)
          """);

  private Schema() {}

  /** The version that this program writes. */
  static int newest() {
    return STEPS.size();
  }

  /** The version of a database; 0 if it is empty. */
  static int version(Sql sql) {
    boolean empty =
        sql.list("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'", row -> 1).isEmpty();
    return empty
        ? 0
        : sql.one("SELECT max(version) FROM schema_version", row -> row.getInt(1)).orElse(0);
  }

  /** Takes the steps that are missing, each in a transaction of its own. */
  static void migrate(Sql sql, Instant now) {
    int version = version(sql);
    if (version > newest()) {
      throw new BadDataException(
          "%s: expected a gallery of version %d or older, found version %d; a newer program wrote it"
              .formatted(sql.name(), newest(), version));
    }
    for (int step = version; step < newest(); step++) {
      take(sql, step, now);
    }
  }

  private static void take(Sql sql, int step, Instant now) {
    sql.run("BEGIN IMMEDIATE");
    if (step == 0) {
      sql.run("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, taken INTEGER) STRICT");
    }
    for (String command : STEPS.get(step).split(";")) {
      sql.run(command);
    }
    sql.update("INSERT INTO schema_version VALUES (?, ?)", step + 1, now.toEpochMilli());
    sql.run("COMMIT");
  }
}
