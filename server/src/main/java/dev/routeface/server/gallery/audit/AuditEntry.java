package dev.routeface.server.gallery.audit;

import dev.routeface.models.io.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the audit log, chained to the one before: its hash is the SHA-256 of a form that has
 * one reading. The {@link CanonicalForm} is of these texts: sequence, time in milliseconds since
 * 1970, actor, action, the number of objects and each of them, the number of details and each name
 * and value by name, and the previous hash.
 *
 * @param sequence from 1, without gaps
 * @param time whole milliseconds
 * @param actor the id of an API key
 * @param previous the hash of the entry before
 * @param hash of this one, 64 hex digits
 */
public record AuditEntry(
    long sequence, Instant time, String actor, AuditEvent event, String previous, String hash) {
  /** The entry that comes after a head. */
  public static AuditEntry after(AuditHead head, Instant time, String actor, AuditEvent event) {
    long sequence = head.sequence() + 1;
    Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
    String hash = hash(sequence, whole, actor, event, head.hash());
    return new AuditEntry(sequence, whole, actor, event, head.hash(), hash);
  }

  /** Whether this entry is whole, and the one that comes after a head. */
  public boolean follows(AuditHead head) {
    return equals(after(head, time, actor, event));
  }

  public AuditHead head() {
    return new AuditHead(sequence, hash);
  }

  private static String hash(
      long sequence, Instant time, String actor, AuditEvent event, String previous) {
    List<String> form = new ArrayList<>();
    form.add(Long.toString(sequence));
    form.add(Long.toString(time.toEpochMilli()));
    form.add(actor);
    form.add(event.action());
    form.add(Integer.toString(event.objects().size()));
    form.addAll(event.objects());
    form.add(Integer.toString(event.details().size()));
    event.details().forEach((name, value) -> form.addAll(List.of(name, value)));
    form.add(previous);
    return Sha256.ofBytes(CanonicalForm.of(form));
  }
}
