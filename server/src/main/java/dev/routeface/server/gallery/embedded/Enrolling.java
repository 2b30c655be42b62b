package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import dev.routeface.server.gallery.embedded.RepeatTable.Request;
import dev.routeface.server.gallery.embedded.SealedEnrolment.Means;
import dev.routeface.server.gallery.embedded.SealedEnrolment.SealedFace;
import dev.routeface.server.gallery.embedded.SealedEnrolment.Seen;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One enrolment. Its faces are turned and sealed by the caller's thread, ahead of the transaction,
 * and again inside it only if its people or the collection's key have changed in between: the one
 * thread that writes does little but write.
 *
 * @param now whole milliseconds
 */
record Enrolling(String actor, Enrolment enrolment, Live live, Keys keys, Instant now) {
  Change<Enrolled> change(Readers readers) {
    Optional<SealedEnrolment> ahead = ahead(readers);
    Optional<Request> request = Request.of(actor, enrolment);
    return tables ->
        request
            .flatMap(repeatable -> tables.repeats().find(repeatable, now))
            .map(faces -> Done.of(new Enrolled(faces, true)))
            .orElseGet(() -> enrol(tables, ahead, request));
  }

  /** What is refused here is refused again in the transaction, unless it is a repetition. */
  private Optional<SealedEnrolment> ahead(Readers readers) {
    try {
      return Optional.of(readers.read(this::sealing).get());
    } catch (GalleryException e) {
      return Optional.empty();
    }
  }

  /** Sees now, and seals later, when nothing has to be held open. */
  private Supplier<SealedEnrolment> sealing(Tables tables) {
    Seen seen = Seen.of(tables, enrolment);
    TemplateKey template = live.key(tables.collections(), seen.collection());
    return () -> SealedEnrolment.of(seen, enrolment, new Means(keys, template, now));
  }

  private Done<Enrolled> enrol(
      Tables tables, Optional<SealedEnrolment> ahead, Optional<Request> request) {
    Seen seen = Seen.of(tables, enrolment);
    SealedEnrolment sealed =
        ahead.filter(made -> made.seen().fits(seen)).orElseGet(() -> sealing(tables).get());
    List<Entry> faces = write(tables, sealed);
    List<String> ids = faces.stream().map(entry -> entry.face().face().id()).toList();
    request.ifPresent(repeatable -> tables.repeats().insert(repeatable, ids, now));
    audit(tables, "face.enrol", ids);
    return new Done<>(
        new Enrolled(ids, false),
        () -> live.required(enrolment.collection()).index().append(faces));
  }

  private List<Entry> write(Tables tables, SealedEnrolment sealed) {
    Map<String, Long> numbers = new HashMap<>();
    sealed.newcomers().forEach((id, who) -> numbers.put(id, tables.subjects().insert(who)));
    sealed.seen().people().forEach((id, kept) -> numbers.put(id, kept.number()));
    List<Entry> entries = new ArrayList<>();
    Map<Long, Integer> more = new HashMap<>();
    for (SealedFace face : sealed.faces()) {
      String subject = face.data().face().subject();
      long number = numbers.get(subject);
      tables.faces().insert(number, face);
      entries.add(new Entry(number, face.data()));
      if (!sealed.newcomers().containsKey(subject)) {
        more.merge(number, 1, Integer::sum);
      }
    }
    more.forEach(tables.subjects()::count);
    tables.collections().count(enrolment.collection(), sealed.newcomers().size(), entries.size());
    if (!sealed.newcomers().isEmpty()) {
      audit(tables, "subject.create", List.copyOf(sealed.newcomers().keySet()));
    }
    return entries;
  }

  private void audit(Tables tables, String action, List<String> ids) {
    List<String> objects = new ArrayList<>(List.of(enrolment.collection()));
    objects.addAll(ids);
    tables.audit().append(now, actor, new AuditEvent(action, objects, Map.of()));
  }
}
