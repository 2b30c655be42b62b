package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.models.io.BadDataException;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.seal.MasterKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of all changes. Cassandra has no transaction over several partitions, so that a change
 * is made in four steps:
 *
 * <ol>
 *   <li>It is decided on the tables as they stand, and its writes are announced under a random id:
 *       rows, and the entries of the audit log.
 *   <li>The row that is the log's end moves on to the change's last entry and names the id, by a
 *       compare-and-set (Paxos) on the end before. That is the moment it is made: whoever comes
 *       second decides anew.
 *   <li>The announced writes are done.
 *   <li>The announcement is deleted.
 * </ol>
 *
 * Whoever dies after the second step leaves an announcement behind, and the next to change anything
 * does those writes first. At most one change is unfinished, ever. Writes carry the sequence as
 * their time, so that doing them twice or late is harmless ({@link Verb}).
 */
final class Journal {
  /** How often somebody else may be faster. */
  private static final int TRIES = 40;

  private static final String DOUBT =
      "the change will be found made as a whole or not at all;"
          + " repeat an enrolment with its idempotency key";

  private static final String END = "SELECT * FROM log_end WHERE chain = 0";

  private static final byte[] MARK = "routeface".getBytes(StandardCharsets.US_ASCII);

  private static final String CUT =
      "cassandra: the audit log does not end where the record of its end says";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Cql cql;
  private final Clock clock;
  private final Intents intents;
  private final ReentrantLock lock = new ReentrantLock(true);

  /** The end, if nothing is unfinished as far as is known. */
  private Optional<AuditHead> settled = Optional.empty();

  private volatile boolean doubtful;
  private volatile Optional<String> readOnly = Optional.empty();

  Journal(Cql cql, Clock clock) {
    this.cql = cql;
    this.clock = clock;
    this.intents = new Intents(cql);
  }

  /**
   * Begins a log, or goes on with one: finishes what is unfinished, and takes no changes if the
   * last entry is gone, because whoever went on from there would hide that the log was cut.
   *
   * @throws BadDataException if the log was begun with another master key
   */
  void begin(MasterKey master) {
    requireKey(ByteBuffer.wrap(master.tag("check", MARK)));
    AuditHead end = head();
    Optional<AuditHead> last = new AuditPages(cql).at(end.sequence()).map(AuditEntry::head);
    if (end.sequence() > 0 && !last.equals(Optional.of(end))) {
      readOnly = Optional.of(CUT);
      LOG.error("the gallery is open for reading only: {}", CUT);
    }
  }

  /** Data under two keys would be found out when they are read, one day. */
  private void requireKey(ByteBuffer tag) {
    cql.moves(
        "INSERT INTO log_end (chain, sequence, hash, master) VALUES (0, 0, ?, ?) IF NOT EXISTS",
        AuditHead.START.hash(),
        tag);
    if (!tag.equals(cql.readSerially(END).getByteBuffer("master"))) {
      throw new BadDataException(
          "cassandra: the gallery was sealed under another master key than the one given");
    }
  }

  Optional<String> readOnly() {
    return readOnly;
  }

  /** Makes a change, after what others left unfinished. */
  <T> T change(String actor, Change.Proposal<T> proposal) {
    readOnly.ifPresent(
        reason -> {
          throw new GalleryException(Problem.READ_ONLY, reason);
        });
    lock.lock();
    try {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        Optional<T> answer = attempt(actor, proposal);
        if (answer.isPresent()) {
          return answer.get();
        }
        pause(attempt);
      }
      throw new GalleryException(
          Problem.UNAVAILABLE,
          "cassandra: others changed the gallery %d times first; nothing was changed"
              .formatted(TRIES));
    } finally {
      lock.unlock();
    }
  }

  /** The log's end, when all changes up to it are finished. */
  AuditHead head() {
    lock.lock();
    try {
      settled = Optional.empty();
      return end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before a read, if a change of ours may be unfinished: so that nobody sees half of it. While a
   * quorum is missing, reading goes on and may see half of a change that nobody was told is made.
   */
  void settleDoubts() {
    if (doubtful) {
      try {
        head();
      } catch (GalleryException later) {
        doubtful = true;
      }
    }
  }

  /** Empty if somebody else was faster. */
  private <T> Optional<T> attempt(String actor, Change.Proposal<T> proposal) {
    AuditHead end = end();
    Effects effects = new Effects(cql, end.sequence() + 1);
    Change<T> change = proposal.decide(effects);
    List<AuditEntry> entries = entries(end, actor, change.events());
    entries.forEach(entry -> AuditPages.put(effects, entry));
    return entries.isEmpty() || made(end, entries.get(entries.size() - 1), effects.list())
        ? Optional.of(change.answer().apply(entries))
        : Optional.empty();
  }

  private List<AuditEntry> entries(AuditHead end, String actor, List<AuditEvent> events) {
    List<AuditEntry> entries = new ArrayList<>();
    AuditHead head = end;
    for (AuditEvent event : events) {
      entries.add(AuditEntry.after(head, clock.instant(), actor, event));
      head = entries.get(entries.size() - 1).head();
    }
    return entries;
  }

  private AuditHead end() {
    if (settled.isEmpty()) {
      settled = Optional.of(finishLast());
      doubtful = false;
    }
    return settled.get();
  }

  private AuditHead finishLast() {
    Row row = cql.readSerially(END);
    AuditHead head = new AuditHead(row.getLong("sequence"), row.getString("hash"));
    if (head.sequence() > 0) {
      UUID intent = row.getUuid("intent");
      List<Effect> left = intents.read(intent);
      if (!left.isEmpty()) {
        finish(intent, left);
      }
    }
    return head;
  }

  /** False if somebody else was faster. */
  private boolean made(AuditHead end, AuditEntry last, List<Effect> effects) {
    UUID intent = intents.announce(effects);
    settled = Optional.empty();
    if (!moved(end, last, intent)) {
      intents.retract(intent);
      return false;
    }
    doubtful = true;
    finishOwn(intent, effects);
    settled = Optional.of(last.head());
    doubtful = false;
    return true;
  }

  private boolean moved(AuditHead end, AuditEntry last, UUID intent) {
    try {
      return cql.moves(
              "UPDATE log_end SET sequence = ?, hash = ?, intent = ? WHERE chain = 0 IF hash = ?",
              last.sequence(),
              last.hash(),
              intent,
              end.hash())
          || surelyMoved(last, Optional.empty());
    } catch (DriverException e) {
      if (Outage.before(e)) {
        throw Outage.refused(e, Outage.UNCHANGED);
      }
      return surelyMoved(last, Optional.of(e));
    }
  }

  /**
   * After an answer that did not come, or a no: a driver that asks a second node is told no if the
   * first one did it. The serial read of the end completes what is under way, or ends it, but not
   * what a node that was lost sight of may still begin: that stays announced.
   */
  private boolean surelyMoved(AuditEntry last, Optional<DriverException> lost) {
    doubtful = true;
    boolean made = isMade(last);
    if (!made && lost.isPresent() && !Outage.ended(lost.get())) {
      settled = Optional.empty();
      doubtful = true;
      throw Outage.refused(lost.get(), DOUBT);
    }
    return made;
  }

  private boolean isMade(AuditEntry last) {
    try {
      return end().equals(last.head())
          || new AuditPages(cql).at(last.sequence()).equals(Optional.of(last));
    } catch (GalleryException still) {
      throw inDoubt(still);
    }
  }

  private void finishOwn(UUID intent, List<Effect> effects) {
    try {
      finish(intent, effects);
    } catch (GalleryException e) {
      throw inDoubt(e);
    }
  }

  private static GalleryException inDoubt(GalleryException e) {
    return e.getCause() instanceof DriverException cause ? Outage.refused(cause, DOUBT) : e;
  }

  private void finish(UUID intent, List<Effect> effects) {
    cql.write(effects.stream().map(effect -> effect.statement(cql)).toList());
    intents.retract(intent);
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(5, 20 + 10 * Math.min(attempt, 20)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GalleryException(
          Problem.UNAVAILABLE, "cassandra: interrupted; " + Outage.UNCHANGED, e);
    }
  }
}
