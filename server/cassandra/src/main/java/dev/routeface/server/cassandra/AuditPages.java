package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit log, in partitions of {@link #PAGE} entries. */
final class AuditPages {
  private static final int PAGE = 4096;

  private static final List<String> NEEDED = List.of("time", "actor", "action", "previous", "hash");

  private final Cql cql;

  AuditPages(Cql cql) {
    this.cql = cql;
  }

  static void put(Effects effects, AuditEntry entry) {
    effects.add(
        Verb.PUT_ENTRY,
        entry.sequence() / PAGE,
        entry.sequence(),
        entry.time().toEpochMilli(),
        entry.actor(),
        entry.event().action(),
        entry.event().objects(),
        entry.event().details(),
        entry.previous(),
        entry.hash());
  }

  /** Empty if it is not there, or cannot be read. */
  Optional<AuditEntry> at(long sequence) {
    return Cql.one(
            cql.readFirmly(
                "SELECT * FROM audit WHERE page = ? AND sequence = ?", sequence / PAGE, sequence))
        .filter(AuditPages::readable)
        .map(AuditPages::entry);
  }

  /** Entries behind {@code after} and up to {@code end}. */
  List<AuditEntry> between(long after, long end, int limit) {
    List<AuditEntry> entries = new ArrayList<>();
    for (long page = (after + 1) / PAGE; page <= end / PAGE && entries.size() < limit; page++) {
      for (Row row :
          cql.readFirmly(
              "SELECT * FROM audit WHERE page = ? AND sequence > ? AND sequence <= ? LIMIT ?",
              page,
              after,
              end,
              limit - entries.size())) {
        entries.add(required(row));
      }
    }
    return entries;
  }

  /** Shows all entries up to {@code end} to a reading. */
  void read(long end, AuditReading reading) {
    for (long page = 0; page <= end / PAGE; page++) {
      for (Row row :
          cql.readFirmly("SELECT * FROM audit WHERE page = ? AND sequence <= ?", page, end)) {
        if (readable(row)) {
          reading.next(entry(row));
        } else {
          reading.unreadable();
        }
      }
    }
  }

  private static boolean readable(Row row) {
    return NEEDED.stream().noneMatch(row::isNull);
  }

  private static AuditEntry required(Row row) {
    if (!readable(row)) {
      throw new GalleryException(
          Problem.DAMAGED, "audit entry %d cannot be read".formatted(row.getLong("sequence")));
    }
    return entry(row);
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getLong("sequence"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("actor"),
        new AuditEvent(
            row.getString("action"),
            row.getList("objects", String.class),
            row.getMap("details", String.class, String.class)),
        row.getString("previous"),
        row.getString("hash"));
  }
}
