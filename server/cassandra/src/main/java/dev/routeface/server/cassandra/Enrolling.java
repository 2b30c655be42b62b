package dev.routeface.server.cassandra;

import dev.routeface.server.cassandra.Change.Proposal;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds faces, and the people who are not there yet; takes a face away. */
final class Enrolling {
  private final Tables tables;
  private final Seals seals;
  private final Repeats repeats;
  private final Clock clock;

  Enrolling(Tables tables, Seals seals, Repeats repeats, Clock clock) {
    this.tables = tables;
    this.seals = seals;
    this.repeats = repeats;
    this.clock = clock;
  }

  Proposal<Enrolled> enrol(String actor, Enrolment enrolment) {
    return effects -> {
      Optional<List<String>> earlier = repeats.find(actor, enrolment);
      return earlier
          .map(faces -> Change.nothing(new Enrolled(faces, true)))
          .orElseGet(() -> enrolNow(effects, actor, enrolment));
    };
  }

  Proposal<Boolean> remove(SubjectRef ref, String face) {
    return effects -> {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      if (tables.faces().of(collection, person).stream()
          .noneMatch(data -> data.face().id().equals(face))) {
        throw new GalleryException(
            Problem.FACE_NOT_FOUND,
            "there is no face \"%s\" of subject \"%s\"".formatted(face, ref.subject()));
      }
      effects.addFaces(
          Verb.DELETE_FACE,
          collection.dimension(),
          collection.id(),
          collection.turn(),
          person.bucket(),
          person.id(),
          face);
      tables.subjects().put(effects, collection, person.counting(-1));
      CollectionRows.put(effects, collection.counting(0, -1));
      List<String> objects = List.of(ref.collection(), ref.subject(), face);
      return Change.of(new AuditEvent("face.remove", objects, Map.of()), true);
    };
  }

  private Change<Enrolled> enrolNow(Effects effects, String actor, Enrolment enrolment) {
    Stored collection = tables.collections().required(enrolment.collection());
    Contracts.requireOwn(collection, enrolment.batch().contract(), enrolment.batch().vectors());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Person> there = tables.subjects().some(collection, everybody(enrolment));
    Map<String, Person> people = new TreeMap<>(there);
    enrolment
        .newcomers()
        .forEach(
            (id, profile) ->
                people.computeIfAbsent(
                    id,
                    added -> {
                      SubjectRef ref = new SubjectRef(collection.id(), added);
                      return seals.person(collection, new Subject(ref, profile, 0, 1, now));
                    }));
    List<String> ids = putFaces(effects, collection, enrolment, people, now);
    people.values().forEach(person -> tables.subjects().put(effects, collection, person));
    CollectionRows.put(effects, collection.counting(people.size() - there.size(), ids.size()));
    repeats.put(effects, actor, enrolment, ids);
    List<String> created = new ArrayList<>(people.keySet());
    created.removeAll(there.keySet());
    return new Change<>(events(collection, created, ids), entries -> new Enrolled(ids, false));
  }

  private List<String> putFaces(
      Effects effects,
      Stored collection,
      Enrolment enrolment,
      Map<String, Person> people,
      Instant now) {
    TemplateKey key = seals.turning(collection);
    List<String> ids = new ArrayList<>();
    for (NewFace face : enrolment.faces()) {
      Person person = people.get(face.subject());
      if (person == null) {
        throw SubjectRows.missing(collection.id(), face.subject());
      }
      String id = FaceIds.next(now, effects.sequence(), ids.size());
      float[] template = key.turn(enrolment.batch().vectors().row(ids.size()));
      Face whole = new Face(id, face.subject(), now, face.attributes());
      long number = FaceRows.number(effects, ids.size());
      FaceData data = new FaceData(whole, template);
      tables.faces().put(effects, collection, person.key(), data, number);
      people.put(face.subject(), person.counting(1));
      ids.add(id);
    }
    return ids;
  }

  private static List<AuditEvent> events(
      Stored collection, List<String> created, List<String> faces) {
    AuditEvent enrolled = event("face.enrol", collection, faces);
    return created.isEmpty()
        ? List.of(enrolled)
        : List.of(event("subject.create", collection, created), enrolled);
  }

  private static AuditEvent event(String action, Stored collection, List<String> ids) {
    List<String> objects = new ArrayList<>(List.of(collection.id()));
    objects.addAll(ids);
    return new AuditEvent(action, objects, Map.of());
  }

  private static Set<String> everybody(Enrolment enrolment) {
    Set<String> ids = new TreeSet<>(enrolment.newcomers().keySet());
    enrolment.faces().forEach(face -> ids.add(face.subject()));
    return ids;
  }
}
