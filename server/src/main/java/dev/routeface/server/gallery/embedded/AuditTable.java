package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.AuditReading;
import dev.routeface.server.gallery.audit.AuditVerdict;
import dev.routeface.server.gallery.audit.CanonicalForm;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audit log, and beside it a record of its end that needs the master key to be made. */
final class AuditTable {
  private record Tagged(AuditHead head, byte[] tag) {}

  private final Sql sql;
  private final Keys keys;

  AuditTable(Sql sql, Keys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  AuditEntry append(Instant time, String actor, AuditEvent event) {
    AuditEntry entry = AuditEntry.after(head(), time, actor, event);
    sql.update(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.sequence(),
        entry.time().toEpochMilli(),
        actor,
        event.action(),
        Json.of(event.objects()),
        Json.of(event.details()),
        entry.previous(),
        entry.hash());
    writeHead(entry.head());
    return entry;
  }

  List<AuditEntry> after(long sequence, int limit) {
    return sql.list(
        "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
        AuditTable::read,
        sequence,
        limit);
  }

  /** Where the log ends. */
  AuditHead head() {
    return recordedHead()
        .orElseThrow(
            () ->
                new GalleryException(
                    Problem.DAMAGED, sql.name() + ": the record of the audit log's end is broken"));
  }

  void writeHead(AuditHead head) {
    sql.update(
        "REPLACE INTO audit_head VALUES (1, ?, ?, ?)", head.sequence(), head.hash(), tag(head));
  }

  /** Whether the last entry is the one that the record of the log's end names. */
  boolean endsAsRecorded() {
    return recordedHead()
        .equals(last().map(AuditEntry::head).or(() -> Optional.of(AuditHead.START)));
  }

  private Optional<AuditEntry> last() {
    return sql.one("SELECT * FROM audit ORDER BY sequence DESC LIMIT 1", AuditTable::read);
  }

  AuditVerdict verify(Optional<AuditHead> known) {
    AuditReading reading = new AuditReading(known);
    try {
      sql.each("SELECT * FROM audit ORDER BY sequence", row -> reading.next(read(row)));
    } catch (GalleryException e) {
      reading.unreadable();
    }
    return reading.verdict(recordedHead());
  }

  private Optional<AuditHead> recordedHead() {
    return sql.one(
            "SELECT * FROM audit_head",
            row ->
                new Tagged(
                    new AuditHead(row.getLong("sequence"), row.getString("hash")),
                    row.getBytes("tag")))
        .filter(tagged -> MessageDigest.isEqual(tag(tagged.head()), tagged.tag()))
        .map(Tagged::head);
  }

  private byte[] tag(AuditHead head) {
    List<String> texts = List.of(Long.toString(head.sequence()), head.hash());
    return keys.master().tag("audit head", CanonicalForm.of(texts));
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    AuditEvent event =
        new AuditEvent(
            row.getString("action"),
            Json.list(row.getString("objects")),
            Json.map(row.getString("details")));
    return new AuditEntry(
        row.getLong("sequence"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("actor"),
        event,
        row.getString("previous"),
        row.getString("hash"));
  }
}
