package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be done to faces. */
final class FaceChanges {
  private final Live live;
  private final Clock clock;

  FaceChanges(Live live, Clock clock) {
    this.live = live;
    this.clock = clock;
  }

  Change<Enrolled> enrol(String actor, Enrolment enrolment) {
    return tables -> {
      Optional<List<String>> earlier =
          enrolment
              .idempotencyKey()
              .flatMap(key -> tables.repeats().find(actor, enrolment, clock.instant()));
      return earlier
          .map(faces -> Done.of(new Enrolled(faces, true)))
          .orElseGet(() -> enrolNow(tables, actor, enrolment));
    };
  }

  Change<String> remove(String actor, SubjectRef ref, String face) {
    return tables -> {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      if (!tables.faces().delete(person, face)) {
        throw new GalleryException(
            Problem.FACE_NOT_FOUND,
            "there is no face \"%s\" of subject \"%s\"".formatted(face, ref.subject()));
      }
      count(tables, person, -1);
      audit(tables, actor, "face.remove", List.of(ref.collection(), ref.subject(), face));
      return new Done<>(
          face,
          () -> {
            live.required(ref.collection()).index().removeFace(face);
            Erasure.scrub(tables);
          });
    };
  }

  /** Takes over those that are not there yet. */
  Change<Integer> restore(String actor, String id, List<SubjectData> subjects) {
    return tables -> {
      Stored collection = tables.collections().required(id);
      List<FaceData> faces = new ArrayList<>();
      List<String> objects = new ArrayList<>(List.of(id));
      for (SubjectData data : subjects) {
        String subject = data.subject().ref().subject();
        if (tables.subjects().find(collection, subject).isEmpty()) {
          Person person = tables.subjects().insert(collection, data.subject());
          tables.collections().count(id, 1, 0);
          data.faces().forEach(face -> tables.faces().insert(collection, person, face));
          count(tables, person, data.faces().size());
          faces.addAll(data.faces());
          objects.add(subject);
        }
      }
      if (objects.size() > 1) {
        audit(tables, actor, "subject.restore", objects);
      }
      return new Done<>(objects.size() - 1, () -> live.required(id).index().append(faces));
    };
  }

  private Done<Enrolled> enrolNow(Tables tables, String actor, Enrolment enrolment) {
    Stored collection = tables.collections().required(enrolment.collection());
    Enrolment.Batch batch = enrolment.batch();
    Contracts.requireOwn(collection, batch.contract(), batch.vectors());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Person> people = people(tables, actor, collection, enrolment);
    TemplateKey key = live.key(tables.collections(), collection);
    List<FaceData> faces = new ArrayList<>();
    for (int i = 0; i < enrolment.faces().size(); i++) {
      NewFace face = enrolment.faces().get(i);
      Person person =
          people.computeIfAbsent(face.subject(), id -> tables.subjects().required(collection, id));
      Face kept = new Face(FaceId.next(now), face.subject(), now, face.attributes());
      FaceData data = new FaceData(kept, key.turn(batch.vectors().row(i)));
      tables.faces().insert(collection, person, data);
      count(tables, person, 1);
      faces.add(data);
    }
    List<String> ids = faces.stream().map(data -> data.face().id()).toList();
    enrolment.idempotencyKey().ifPresent(k -> tables.repeats().insert(actor, enrolment, ids, now));
    audit(tables, actor, "face.enrol", with(collection.id(), ids));
    return new Done<>(
        new Enrolled(ids, false), () -> live.required(collection.id()).index().append(faces));
  }

  /** The newcomers, those that were there before among them. */
  private Map<String, Person> people(
      Tables tables, String actor, Stored collection, Enrolment enrolment) {
    Map<String, Person> people = new HashMap<>();
    List<String> created = new ArrayList<>();
    enrolment
        .newcomers()
        .forEach(
            (id, profile) ->
                people.put(
                    id,
                    tables
                        .subjects()
                        .find(collection, id)
                        .orElseGet(
                            () -> {
                              created.add(id);
                              return newcomer(tables, collection, id, profile);
                            })));
    if (!created.isEmpty()) {
      tables.collections().count(collection.id(), created.size(), 0);
      audit(tables, actor, "subject.create", with(collection.id(), created));
    }
    return people;
  }

  private Person newcomer(Tables tables, Stored collection, String id, Profile profile) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    SubjectRef ref = new SubjectRef(collection.id(), id);
    return tables.subjects().insert(collection, new Subject(ref, profile, 0, 1, now));
  }

  private static void count(Tables tables, Person person, int faces) {
    tables.subjects().count(person, faces);
    tables.collections().count(person.subject().ref().collection(), 0, faces);
  }

  private void audit(Tables tables, String actor, String action, List<String> objects) {
    tables.audit().append(clock.instant(), actor, new AuditEvent(action, objects, Map.of()));
  }

  private static List<String> with(String collection, List<String> ids) {
    List<String> objects = new ArrayList<>(List.of(collection));
    objects.addAll(ids);
    return objects;
  }
}
