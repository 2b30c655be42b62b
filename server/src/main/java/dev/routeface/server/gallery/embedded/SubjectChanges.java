package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.ErasureReceipt;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What can be done to people. */
final class SubjectChanges {
  /** Erased in one transaction, so that others can write in between. */
  static final int PURGED_AT_ONCE = 256;

  private final Live live;
  private final Clock clock;

  SubjectChanges(Live live, Clock clock) {
    this.live = live;
    this.clock = clock;
  }

  Change<Subject> create(String actor, SubjectRef ref, Profile profile) {
    return tables -> {
      Stored collection = tables.collections().required(ref.collection());
      if (tables.subjects().find(collection, ref.subject()).isPresent()) {
        throw SubjectTable.exists(ref);
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Subject subject = new Subject(ref, profile, 0, 1, now);
      tables.subjects().insert(collection, subject);
      tables.collections().count(collection.id(), 1, 0);
      audit(tables, actor, "subject.create", ref);
      return Done.of(subject);
    };
  }

  Change<Subject> update(String actor, SubjectRef ref, Profile profile, OptionalLong expected) {
    return tables -> {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      Subject before = tables.subjects().subject(collection, ref.subject()).orElseThrow();
      Versions.require("subject \"" + ref.subject() + "\"", expected, before.version());
      Subject changed =
          new Subject(ref, profile, before.faces(), before.version() + 1, before.created());
      tables.subjects().update(collection, person, changed);
      audit(tables, actor, "subject.update", ref);
      return Done.of(changed);
    };
  }

  Change<ErasureReceipt> erase(String actor, List<SubjectRef> refs) {
    return tables ->
        new Done<>(erased(tables, actor, "subject.erase", refs), () -> forget(tables, refs));
  }

  Change<ErasureReceipt> erase(String actor, SubjectRef ref, OptionalLong expected) {
    return tables -> {
      Stored collection = tables.collections().required(ref.collection());
      long version = tables.subjects().version(collection, ref.subject());
      Versions.require("subject \"" + ref.subject() + "\"", expected, version);
      return erase(actor, List.of(ref)).make(tables);
    };
  }

  /** Some of those whose time has come; none if there are none left. */
  Change<List<ErasureReceipt>> purge(String actor, Instant now) {
    return tables -> {
      List<SubjectRef> due = tables.subjects().due(now, PURGED_AT_ONCE);
      List<ErasureReceipt> receipts = new ArrayList<>();
      for (SubjectRef ref : due) {
        receipts.add(erased(tables, actor, "subject.purge", List.of(ref)));
      }
      return new Done<>(receipts, () -> forget(tables, due));
    };
  }

  private ErasureReceipt erased(Tables tables, String actor, String action, List<SubjectRef> refs) {
    long faces = 0;
    for (SubjectRef ref : refs) {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      int own = tables.faces().deleteAll(person);
      tables.subjects().delete(person);
      tables.collections().count(collection.id(), -1, -own);
      faces += own;
    }
    AuditEvent event = new AuditEvent(action, objects(refs), Map.of("faces", Long.toString(faces)));
    AuditEntry entry = tables.audit().append(clock.instant(), actor, event);
    return new ErasureReceipt(refs, faces, entry.time(), entry.sequence(), entry.hash());
  }

  private void forget(Tables tables, List<SubjectRef> refs) {
    if (refs.isEmpty()) {
      return;
    }
    for (SubjectRef ref : refs) {
      live.find(ref.collection())
          .ifPresent(collection -> collection.index().removeSubjects(Set.of(ref.subject())));
    }
    Erasure.scrub(tables);
  }

  /** Collection and subject in turn. */
  private static List<String> objects(List<SubjectRef> refs) {
    List<String> objects = new ArrayList<>();
    refs.forEach(ref -> objects.addAll(List.of(ref.collection(), ref.subject())));
    return objects;
  }

  private void audit(Tables tables, String actor, String action, SubjectRef ref) {
    AuditEvent event = new AuditEvent(action, objects(List.of(ref)), Map.of());
    tables.audit().append(clock.instant(), actor, event);
  }
}
