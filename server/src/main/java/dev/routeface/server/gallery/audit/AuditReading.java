package dev.routeface.server.gallery.audit;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads an audit log from its first entry and stops at the first that does not fit. Give it every
 * entry in order of sequence, then ask for the verdict.
 */
public final class AuditReading {
  private final Optional<AuditHead> known;
  private AuditHead head = AuditHead.START;
  private Optional<AuditVerdict> broken = Optional.empty();

  /**
   * @param known a head that was kept elsewhere, which the log must contain
   */
  public AuditReading(Optional<AuditHead> known) {
    this.known = known;
  }

  public void next(AuditEntry entry) {
    if (broken.isPresent()) {
      return;
    }
    if (!entry.follows(head)) {
      fail(
          head.sequence() + 1,
          entry.sequence() > head.sequence() + 1 ? "is missing" : "was changed");
    } else if (differs(entry.head())) {
      fail(entry.sequence(), "is not the entry that was known");
    } else {
      head = entry.head();
    }
  }

  /** What cannot even be read counts as changed. */
  public void unreadable() {
    if (broken.isEmpty()) {
      fail(head.sequence() + 1, "cannot be read");
    }
  }

  /**
   * @param recorded where the log ends by the record kept beside it; empty if that record is broken
   */
  public AuditVerdict verdict(Optional<AuditHead> recorded) {
    if (broken.isEmpty() && recorded.isEmpty()) {
      fail(head.sequence() + 1, "is unknown: the record of the log's end is broken");
    }
    recorded.ifPresent(this::endsAt);
    known.ifPresent(this::reaches);
    return broken.orElseGet(
        () ->
            new AuditVerdict(
                head.sequence(), OptionalLong.empty(), head.sequence() + " entries hold together"));
  }

  private void endsAt(AuditHead end) {
    if (broken.isEmpty() && end.sequence() < head.sequence()) {
      fail(end.sequence() + 1, "stands behind the log's recorded end");
    }
    reaches(end);
    if (broken.isEmpty() && !end.equals(head)) {
      fail(end.sequence(), "is not the log's recorded end");
    }
  }

  private void reaches(AuditHead end) {
    if (broken.isEmpty() && end.sequence() > head.sequence()) {
      fail(head.sequence() + 1, "is missing: the log's end was cut off");
    }
  }

  private boolean differs(AuditHead found) {
    return known.isPresent()
        && known.get().sequence() == found.sequence()
        && !known.get().equals(found);
  }

  private void fail(long sequence, String what) {
    broken =
        Optional.of(
            new AuditVerdict(
                head.sequence(), OptionalLong.of(sequence), "entry " + sequence + " " + what));
  }
}
