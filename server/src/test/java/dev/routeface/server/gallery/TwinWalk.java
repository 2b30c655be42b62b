package dev.routeface.server.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.GalleryTwin.TwinSubject;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.SubjectData.FaceData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Does the same random things to a store and to its twin, and compares what they say. */
final class TwinWalk {
  private static final int DIMENSION = 16;
  private static final String ACTOR = "key";

  private final SetClock clock;
  private final SplittableRandom random;
  private final String where;
  private final GalleryTwin twin = new GalleryTwin();
  private final List<String> faces = new ArrayList<>(List.of("f_none"));

  TwinWalk(SetClock clock, long seed) {
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.where = "seed " + seed;
  }

  /** One random operation; both do it, or both refuse it for the same reason. */
  void step(GalleryStore store) {
    SubjectRef ref = new SubjectRef("c" + random.nextInt(3), "s" + random.nextInt(6));
    clock.advance(java.time.Duration.ofMillis(1));
    switch (random.nextInt(12)) {
      case 0 -> both(() -> create(store, ref), () -> twin.createCollection(ref.collection()));
      case 1 -> rarely(() -> deleteCollection(store, ref.collection()));
      case 2, 3 -> createSubject(store, ref);
      case 4 -> updateSubject(store, ref);
      case 5 -> both(() -> store.erase(ACTOR, List.of(ref)), () -> twin.erase(ref));
      case 6 -> removeFace(store, ref);
      case 7 -> rarely(() -> rekey(store, ref.collection()));
      case 8 -> rarely(() -> purge(store));
      default -> enrol(store, ref);
    }
  }

  /** Everything that both can be asked. */
  void compare(GalleryStore store) {
    for (int c = 0; c < 3; c++) {
      String id = "c" + c;
      UnitVectors query = Vectors.random(random.nextLong(), 1, DIMENSION);
      assertEquals(twin.has(id), store.collection(id).isPresent(), where);
      if (twin.has(id)) {
        compareCollection(store, id);
        compareSearch(
            twin.search(id, query.row(0)),
            store.search(new SearchQuery(id, "ec_1", query, 100)).candidates().get(0));
      }
    }
  }

  private void compareCollection(GalleryStore store, String id) {
    Map<String, TwinSubject> expected = twin.collection(id);
    List<Subject> found = store.subjects(id, "", 100);
    assertEquals(
        List.copyOf(expected.keySet()),
        found.stream().map(subject -> subject.ref().subject()).toList(),
        where);
    FaceCollection collection = store.collection(id).orElseThrow();
    assertEquals(expected.size(), collection.subjects(), where);
    assertEquals(
        expected.values().stream().mapToLong(subject -> subject.faces().size()).sum(),
        collection.faces(),
        where);
    found.forEach(subject -> compareSubject(store, subject));
  }

  private void compareSubject(GalleryStore store, Subject found) {
    TwinSubject expected = twin.subject(found.ref());
    assertEquals(expected.profile(), found.profile(), where);
    assertEquals(expected.version(), found.version(), where);
    assertEquals(expected.faces().size(), found.faces(), where);
    List<FaceData> faces = store.export(ACTOR, found.ref()).faces();
    for (int i = 0; i < expected.faces().size(); i++) {
      assertEquals(expected.faces().get(i).id(), faces.get(i).face().id(), where);
      assertArrayEquals(expected.faces().get(i).vector(), faces.get(i).vector(), 1e-5f, where);
    }
  }

  private void compareSearch(List<Map.Entry<String, Float>> expected, List<Candidate> found) {
    assertEquals(
        expected.stream().map(Map.Entry::getKey).toList(),
        found.stream().map(Candidate::subject).toList(),
        where);
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i).getValue(), found.get(i).similarity(), 1e-5, where);
    }
  }

  private void create(GalleryStore store, SubjectRef ref) {
    store.createCollection(
        ACTOR, new CollectionSpec(ref.collection(), "ec_1", DIMENSION, CollectionSettings.NONE));
  }

  private void deleteCollection(GalleryStore store, String id) {
    both(
        () -> store.deleteCollection(ACTOR, id, OptionalLong.empty()),
        () -> twin.deleteCollection(id));
  }

  private void createSubject(GalleryStore store, SubjectRef ref) {
    Profile profile = profile();
    both(() -> store.createSubject(ACTOR, ref, profile), () -> twin.createSubject(ref, profile));
  }

  private void updateSubject(GalleryStore store, SubjectRef ref) {
    Profile profile = profile();
    both(
        () -> store.updateSubject(ACTOR, ref, profile, OptionalLong.empty()),
        () -> twin.updateSubject(ref, profile));
  }

  private void removeFace(GalleryStore store, SubjectRef ref) {
    String face = faces.get(random.nextInt(faces.size()));
    both(() -> store.removeFace(ACTOR, ref, face), () -> twin.removeFace(ref, face));
  }

  private void rekey(GalleryStore store, String id) {
    both(() -> store.rekey(ACTOR, id), () -> twin.collection(id));
  }

  private void purge(GalleryStore store) {
    both(() -> store.purge(ACTOR, clock.instant()), () -> twin.purge(clock.instant()));
  }

  private void enrol(GalleryStore store, SubjectRef ref) {
    UnitVectors vectors = Vectors.random(random.nextLong(), 1 + random.nextInt(3), DIMENSION);
    List<NewFace> wanted = java.util.Collections.nCopies(vectors.size(), NewFace.of(ref.subject()));
    Enrolment enrolment =
        new Enrolment(
            ref.collection(), Map.of(), wanted, new Batch("ec_1", vectors), Optional.empty());
    List<String> ids = new ArrayList<>();
    both(
        () -> ids.addAll(store.enrol(ACTOR, enrolment).faces()),
        () -> twin.enrol(ref, ids, vectors));
    faces.addAll(ids);
  }

  private Profile profile() {
    Optional<java.time.Instant> until =
        Optional.of(clock.instant().plusMillis(random.nextInt(100)))
            .filter(t -> random.nextBoolean());
    return new Profile("paper " + random.nextInt(), until, Map.of());
  }

  private void rarely(Runnable act) {
    if (random.nextInt(4) == 0) {
      act.run();
    }
  }

  private void both(Runnable store, Runnable twin) {
    Optional<Problem> found = problem(store);
    assertEquals(problem(twin), found, where);
  }

  private static Optional<Problem> problem(Runnable act) {
    try {
      act.run();
      return Optional.empty();
    } catch (GalleryException e) {
      return Optional.of(e.problem());
    }
  }
}
