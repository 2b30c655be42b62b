package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be done to faces, but for {@link Enrolling}. */
final class FaceChanges {
  private final Live live;
  private final Clock clock;

  FaceChanges(Live live, Clock clock) {
    this.live = live;
    this.clock = clock;
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
      List<Entry> faces = new ArrayList<>();
      List<String> objects = new ArrayList<>(List.of(id));
      for (SubjectData data : subjects) {
        String subject = data.subject().ref().subject();
        if (tables.subjects().find(collection, subject).isEmpty()) {
          Person person = tables.subjects().insert(collection, data.subject());
          tables.collections().count(id, 1, 0);
          data.faces().forEach(face -> tables.faces().insert(collection, person, face));
          count(tables, person, data.faces().size());
          data.faces().forEach(face -> faces.add(new Entry(person, face)));
          objects.add(subject);
        }
      }
      if (objects.size() > 1) {
        audit(tables, actor, "subject.restore", objects);
      }
      return new Done<>(objects.size() - 1, () -> live.required(id).index().append(faces));
    };
  }

  private static void count(Tables tables, Person person, int faces) {
    tables.subjects().count(person.number(), faces);
    tables.collections().count(person.ref().collection(), 0, faces);
  }

  private void audit(Tables tables, String actor, String action, List<String> objects) {
    tables.audit().append(clock.instant(), actor, new AuditEvent(action, objects, Map.of()));
  }
}
