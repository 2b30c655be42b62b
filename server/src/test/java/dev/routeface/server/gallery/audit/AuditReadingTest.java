package dev.routeface.server.gallery.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditReadingTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_000L);
  private final List<AuditEntry> log = new ArrayList<>();

  AuditReadingTest() {
    AuditHead head = AuditHead.START;
    for (int i = 0; i < 6; i++) {
      AuditEvent event = new AuditEvent("face.enrol", List.of("staff", "f" + i), Map.of("n", "1"));
      log.add(AuditEntry.after(head, TIME.plusMillis(i), "key", event));
      head = log.get(i).head();
    }
  }

  private AuditVerdict read(Optional<AuditHead> recorded, Optional<AuditHead> known) {
    AuditReading reading = new AuditReading(known);
    log.forEach(reading::next);
    return reading.verdict(recorded);
  }

  private AuditVerdict read() {
    return read(Optional.of(END), Optional.empty());
  }

  private static final AuditHead END = new AuditReadingTest().log.get(5).head();

  private static void assertBad(long entries, long first, String message, AuditVerdict verdict) {
    assertFalse(verdict.holds());
    assertEquals(message, verdict.message());
    assertEquals(first, verdict.firstBad().orElseThrow());
    assertEquals(entries, verdict.entries());
  }

  @Test
  void acceptsAWholeLog() {
    assertEquals("6 entries hold together", read().message());
    assertTrue(read().holds());
    log.clear();
    assertEquals(
        "0 entries hold together", read(Optional.of(AuditHead.START), Optional.empty()).message());
  }

  @Test
  void findsAChangeOfAnyPart() {
    AuditEntry e = log.get(3);
    AuditEvent v = e.event();
    List<AuditEvent> events =
        List.of(
            new AuditEvent("face.remove", v.objects(), v.details()),
            new AuditEvent(v.action(), List.of("stafff", "3"), v.details()),
            new AuditEvent(v.action(), v.objects(), Map.of("n", "2")),
            new AuditEvent(v.action(), v.objects(), Map.of()));
    List<AuditEntry> changed = new ArrayList<>();
    events.forEach(
        event ->
            changed.add(new AuditEntry(4, e.time(), e.actor(), event, e.previous(), e.hash())));
    changed.add(new AuditEntry(4, TIME, e.actor(), v, e.previous(), e.hash()));
    changed.add(new AuditEntry(4, e.time(), "other", v, e.previous(), e.hash()));
    changed.add(new AuditEntry(4, e.time(), e.actor(), v, e.hash(), e.hash()));
    changed.add(new AuditEntry(4, e.time(), e.actor(), v, e.previous(), e.previous()));
    for (AuditEntry entry : changed) {
      log.set(3, entry);
      assertBad(3, 4, "entry 4 was changed", read());
    }
  }

  @Test
  void findsAnEntryWrittenAnewWithAFittingHash() {
    AuditEvent event = new AuditEvent("nothing", List.of(), Map.of());
    log.set(3, AuditEntry.after(log.get(2).head(), TIME, "key", event));
    assertBad(4, 5, "entry 5 was changed", read());
  }

  @Test
  void findsARemovedEntry() {
    log.remove(2);
    assertBad(2, 3, "entry 3 is missing", read());
  }

  @Test
  void findsARemovedBeginning() {
    log.remove(0);
    assertBad(0, 1, "entry 1 is missing", read());
  }

  @Test
  void findsReorderedEntries() {
    Collections.swap(log, 1, 2);
    assertBad(1, 2, "entry 2 is missing", read());
  }

  @Test
  void findsACutTail() {
    log.remove(5);
    assertBad(5, 6, "entry 6 is missing: the log's end was cut off", read());
    log.clear();
    assertBad(0, 1, "entry 1 is missing: the log's end was cut off", read());
  }

  @Test
  void findsEntriesBehindTheEnd() {
    AuditEvent event = new AuditEvent("more", List.of(), Map.of());
    log.add(AuditEntry.after(log.get(5).head(), TIME, "key", event));
    assertBad(7, 7, "entry 7 stands behind the log's recorded end", read());
  }

  @Test
  void findsAnotherLastEntry() {
    AuditEvent event = new AuditEvent("other", List.of(), Map.of());
    log.set(5, AuditEntry.after(log.get(4).head(), TIME, "key", event));
    assertBad(6, 6, "entry 6 is not the log's recorded end", read());
  }

  @Test
  void trustsNoLogWithoutARecordOfItsEnd() {
    assertBad(
        6,
        7,
        "entry 7 is unknown: the record of the log's end is broken",
        read(Optional.empty(), Optional.empty()));
  }

  @Test
  void findsAStorePutBackToAnOlderCopy() {
    AuditHead known = END;
    log.remove(5);
    Optional<AuditHead> older = Optional.of(log.get(4).head());
    assertTrue(read(older, Optional.empty()).holds(), "nothing inside shows it");
    assertBad(
        5, 6, "entry 6 is missing: the log's end was cut off", read(older, Optional.of(known)));
    AuditEvent event = new AuditEvent("other", List.of(), Map.of());
    log.add(AuditEntry.after(log.get(4).head(), TIME, "key", event));
    assertBad(
        5,
        6,
        "entry 6 is not the entry that was known",
        read(Optional.of(log.get(5).head()), Optional.of(known)));
  }

  @Test
  void saysWhereReadingEnded() {
    AuditReading reading = new AuditReading(Optional.empty());
    reading.next(log.get(0));
    reading.unreadable();
    assertBad(1, 2, "entry 2 cannot be read", reading.verdict(Optional.of(END)));
  }

  @Test
  void namesAndValuesCannotTradePlaces() {
    AuditEvent one = new AuditEvent("a", List.of("b", "1", "c"), Map.of());
    AuditEvent other = new AuditEvent("a", List.of("b"), Map.of("c", ""));
    assertNotEquals(
        AuditEntry.after(AuditHead.START, TIME, "k", one).hash(),
        AuditEntry.after(AuditHead.START, TIME, "k", other).hash());
  }

  /** From Python, hashlib.sha256 over the form that {@link AuditEntry} describes. */
  @Test
  void hashesTheCanonicalForm() {
    AuditEvent event = new AuditEvent("face.enrol", List.of("staff", "Zoë"), Map.of("n", "1"));
    assertEquals(
        "f3e922a33520712cfe7a50969e5132dbc7745ef21c1154eb61bd4f6a03f3b103",
        AuditEntry.after(AuditHead.START, TIME, "key", event).hash());
  }
}
