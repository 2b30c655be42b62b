package dev.routeface.server.gallery;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a gallery should hold, in plain maps: the specification of every store. */
final class GalleryTwin {
  /** A face as enrolled. */
  record TwinFace(String id, float[] vector) {}

  /** A subject and its faces. */
  record TwinSubject(Profile profile, long version, List<TwinFace> faces) {}

  private final Map<String, Map<String, TwinSubject>> collections = new TreeMap<>();

  boolean has(String collection) {
    return collections.containsKey(collection);
  }

  Map<String, TwinSubject> collection(String id) {
    return Optional.ofNullable(collections.get(id))
        .orElseThrow(() -> refused(Problem.COLLECTION_NOT_FOUND));
  }

  void createCollection(String id) {
    refuseIf(collections.containsKey(id), Problem.COLLECTION_EXISTS);
    collections.put(id, new TreeMap<>());
  }

  void deleteCollection(String id) {
    collection(id);
    collections.remove(id);
  }

  void createSubject(SubjectRef ref, Profile profile) {
    Map<String, TwinSubject> subjects = collection(ref.collection());
    refuseIf(subjects.containsKey(ref.subject()), Problem.SUBJECT_EXISTS);
    subjects.put(ref.subject(), new TwinSubject(profile, 1, new ArrayList<>()));
  }

  void updateSubject(SubjectRef ref, Profile profile) {
    TwinSubject before = subject(ref);
    collection(ref.collection())
        .put(ref.subject(), new TwinSubject(profile, before.version() + 1, before.faces()));
  }

  TwinSubject subject(SubjectRef ref) {
    return Optional.ofNullable(collection(ref.collection()).get(ref.subject()))
        .orElseThrow(() -> refused(Problem.SUBJECT_NOT_FOUND));
  }

  void erase(SubjectRef ref) {
    subject(ref);
    collection(ref.collection()).remove(ref.subject());
  }

  void enrol(SubjectRef ref, List<String> ids, UnitVectors vectors) {
    TwinSubject subject = subject(ref);
    for (int i = 0; i < ids.size(); i++) {
      subject.faces().add(new TwinFace(ids.get(i), vectors.row(i)));
    }
  }

  void removeFace(SubjectRef ref, String face) {
    boolean removed = subject(ref).faces().removeIf(f -> f.id().equals(face));
    refuseIf(!removed, Problem.FACE_NOT_FOUND);
  }

  void purge(Instant now) {
    collections
        .values()
        .forEach(
            subjects ->
                subjects
                    .values()
                    .removeIf(
                        s ->
                            s.profile().retentionUntil().filter(t -> !t.isAfter(now)).isPresent()));
  }

  /** Subjects with faces and their highest cosines, highest first. */
  List<Map.Entry<String, Float>> search(String collection, float[] query) {
    Map<String, Float> best = new TreeMap<>();
    collection(collection)
        .forEach(
            (id, subject) ->
                subject
                    .faces()
                    .forEach(f -> best.merge(id, Rows.product(f.vector(), query), Math::max)));
    return best.entrySet().stream()
        .sorted(Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  private static void refuseIf(boolean wrong, Problem problem) {
    if (wrong) {
      throw refused(problem);
    }
  }

  private static GalleryException refused(Problem problem) {
    return new GalleryException(problem, "twin");
  }
}
