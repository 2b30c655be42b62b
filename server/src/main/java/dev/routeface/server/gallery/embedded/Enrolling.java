package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import dev.routeface.server.gallery.embedded.RepeatTable.Request;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One enrolment. Templates are turned by the caller's thread, ahead of the transaction, and again
 * inside it only if the collection was given a new key in between.
 *
 * @param now whole milliseconds
 */
record Enrolling(String actor, Enrolment enrolment, Live live, Instant now) {
  private record Turned(TemplateKey key, UnitVectors templates) {}

  Change<Enrolled> change() {
    UnitVectors vectors = enrolment.batch().vectors();
    Optional<Turned> ahead =
        live.find(enrolment.collection())
            .filter(c -> c.stored().collection().dimension() == vectors.dimension())
            .map(c -> new Turned(c.key(), c.key().turn(vectors)));
    Optional<Request> request = Request.of(actor, enrolment);
    return tables ->
        request
            .flatMap(repeatable -> tables.repeats().find(repeatable, now))
            .map(faces -> Done.of(new Enrolled(faces, true)))
            .orElseGet(() -> enrol(tables, ahead, request));
  }

  private Done<Enrolled> enrol(Tables tables, Optional<Turned> ahead, Optional<Request> request) {
    Stored collection = tables.collections().required(enrolment.collection());
    Enrolment.Batch batch = enrolment.batch();
    Contracts.requireOwn(collection, batch.contract(), batch.vectors());
    TemplateKey key = live.key(tables.collections(), collection);
    UnitVectors templates =
        ahead
            .filter(turned -> turned.key() == key)
            .map(Turned::templates)
            .orElseGet(() -> key.turn(batch.vectors()));
    List<Entry> faces = faces(tables, collection, templates);
    List<String> ids = faces.stream().map(entry -> entry.face().face().id()).toList();
    request.ifPresent(repeatable -> tables.repeats().insert(repeatable, ids, now));
    audit(tables, "face.enrol", ids);
    return new Done<>(
        new Enrolled(ids, false), () -> live.required(collection.id()).index().append(faces));
  }

  private List<Entry> faces(Tables tables, Stored collection, UnitVectors templates) {
    Map<String, Person> people = newcomers(tables, collection);
    Map<Long, Integer> counts = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < templates.size(); i++) {
      NewFace face = enrolment.faces().get(i);
      Person person =
          people.computeIfAbsent(face.subject(), id -> tables.subjects().required(collection, id));
      Face kept = new Face(FaceId.next(now), face.subject(), now, face.attributes());
      FaceData data = new FaceData(kept, templates.row(i));
      tables.faces().insert(collection, person, data);
      counts.merge(person.number(), 1, Integer::sum);
      entries.add(new Entry(person, data));
    }
    counts.forEach(tables.subjects()::count);
    tables.collections().count(collection.id(), 0, entries.size());
    return entries;
  }

  /** All who may be new, those that were there before among them. */
  private Map<String, Person> newcomers(Tables tables, Stored collection) {
    Map<String, Person> people = new HashMap<>();
    Map<String, Profile> missing = new TreeMap<>();
    enrolment
        .newcomers()
        .forEach(
            (id, profile) ->
                tables
                    .subjects()
                    .find(collection, id)
                    .ifPresentOrElse(
                        person -> people.put(id, person), () -> missing.put(id, profile)));
    missing.forEach((id, profile) -> people.put(id, create(tables, collection, id, profile)));
    if (!missing.isEmpty()) {
      tables.collections().count(collection.id(), missing.size(), 0);
      audit(tables, "subject.create", List.copyOf(missing.keySet()));
    }
    return people;
  }

  private Person create(Tables tables, Stored collection, String id, Profile profile) {
    SubjectRef ref = new SubjectRef(collection.id(), id);
    return tables.subjects().insert(collection, new Subject(ref, profile, 0, 1, now));
  }

  private void audit(Tables tables, String action, List<String> ids) {
    List<String> objects = new ArrayList<>(List.of(enrolment.collection()));
    objects.addAll(ids);
    tables.audit().append(now, actor, new AuditEvent(action, objects, Map.of()));
  }
}
