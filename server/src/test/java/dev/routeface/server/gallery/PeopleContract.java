package dev.routeface.server.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SearchResult.Candidate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every gallery store does with collections and the people in them. */
abstract class PeopleContract {
  protected static final int DIMENSION = 24;
  protected static final String CONTRACT = "ec_1";
  protected static final String ACTOR = "key_1";

  protected final SetClock clock = new SetClock();
  protected GalleryStore store;

  /** Opens the store of this test, empty the first time and as it was left after that. */
  protected abstract GalleryStore open(Clock clock);

  /** Opens a second, empty store under another master key. */
  protected abstract GalleryStore openOther(Clock clock);

  @BeforeEach
  void opened() {
    store = open(clock);
  }

  @AfterEach
  void closed() {
    store.close();
  }

  protected void reopen() {
    store.close();
    store = open(clock);
  }

  protected FaceCollection create(String id) {
    return store.createCollection(
        ACTOR, new CollectionSpec(id, CONTRACT, DIMENSION, CollectionSettings.NONE));
  }

  /** Enrols a face each for subjects that are made where they are missing. */
  protected List<String> enrol(String collection, UnitVectors vectors, String... subjects) {
    return store.enrol(ACTOR, enrolment(collection, vectors, Optional.empty(), subjects)).faces();
  }

  protected static Enrolment enrolment(
      String collection, UnitVectors vectors, Optional<String> key, String... subjects) {
    Map<String, Profile> newcomers = new java.util.HashMap<>();
    for (String subject : subjects) {
      newcomers.put(subject, Profile.consented("consent of " + subject));
    }
    List<NewFace> faces = java.util.Arrays.stream(subjects).map(NewFace::of).toList();
    return new Enrolment(collection, newcomers, faces, new Batch(CONTRACT, vectors), key);
  }

  protected SearchResult search(String collection, UnitVectors queries, int candidates) {
    return store.search(new SearchQuery(collection, CONTRACT, queries, candidates));
  }

  protected static void assertRefused(Problem problem, String message, Executable act) {
    GalleryException refused = assertThrows(GalleryException.class, act);
    assertEquals(message, refused.getMessage());
    assertEquals(problem, refused.problem());
  }

  static SubjectRef ref(String collection, String subject) {
    return new SubjectRef(collection, subject);
  }

  @Test
  void keepsACollectionAsItWasCreated() {
    CollectionSettings settings = new CollectionSettings("of the house", Set.of("ec_0", "ec_9"));
    CollectionSpec spec = new CollectionSpec("staff", CONTRACT, DIMENSION, settings);
    FaceCollection created = store.createCollection(ACTOR, spec);
    assertEquals(
        new FaceCollection(spec, 0, 0, 1, 1, Instant.parse("2026-03-01T12:00:00.123Z")), created);
    assertEquals(Optional.of(created), store.collection("staff"));
    reopen();
    assertEquals(Optional.of(created), store.collection("staff"));
    assertEquals(Optional.empty(), store.collection("guests"));
  }

  @Test
  void refusesASecondCollectionOfTheSameId() {
    create("staff");
    assertRefused(
        Problem.COLLECTION_EXISTS,
        "there is a collection \"staff\" already",
        () -> create("staff"));
  }

  @Test
  void listsCollectionsPageByPage() {
    List.of("c", "a", "d", "b").forEach(this::create);
    assertEquals(List.of("a", "b"), ids(store.collections("", 2)));
    assertEquals(List.of("c", "d"), ids(store.collections("b", 2)));
    assertEquals(List.of(), ids(store.collections("d", 2)));
  }

  private static List<String> ids(List<FaceCollection> collections) {
    return collections.stream().map(FaceCollection::id).toList();
  }

  @Test
  void changesACollectionOnlyAsTheCallerHasSeenIt() {
    create("staff");
    CollectionSettings settings = new CollectionSettings("new", Set.of());
    FaceCollection changed = store.updateCollection(ACTOR, "staff", settings, OptionalLong.of(1));
    assertEquals(2, changed.version());
    assertEquals(Optional.of(changed), store.collection("staff"));
    assertRefused(
        Problem.VERSION_MISMATCH,
        "collection \"staff\": expected version 1, found version 2",
        () -> store.updateCollection(ACTOR, "staff", settings, OptionalLong.of(1)));
    assertRefused(
        Problem.VERSION_MISMATCH,
        "collection \"staff\": expected version 1, found version 2",
        () -> store.deleteCollection(ACTOR, "staff", OptionalLong.of(1)));
  }

  @Test
  void deletesACollectionWithEverybodyInIt() {
    create("staff");
    create("guests");
    enrol("staff", Vectors.random(1, 3, DIMENSION), "ann", "bob", "ann");
    enrol("guests", Vectors.random(2, 1, DIMENSION), "ann");
    ErasureReceipt receipt = store.deleteCollection(ACTOR, "staff", OptionalLong.empty());
    assertEquals(List.of(ref("staff", "ann"), ref("staff", "bob")), receipt.subjects());
    assertEquals(3, receipt.faces());
    assertEquals(List.of(ref("guests", "ann")), store.whereEnrolled("ann"));
    assertRefused(
        Problem.COLLECTION_NOT_FOUND,
        "there is no collection \"staff\"",
        () -> search("staff", Vectors.random(1, 1, DIMENSION), 1));
    create("staff");
    assertEquals(0, search("staff", Vectors.random(1, 1, DIMENSION), 1).faces());
  }

  @Test
  void keepsASubjectAsItWasCreated() {
    create("staff");
    Profile profile =
        new Profile(
            "paper 7", Optional.of(clock.instant()), Map.of("name", "Zoë", "consent", "no key"));
    Subject created = store.createSubject(ACTOR, ref("staff", "s 1"), profile);
    assertEquals(new Subject(ref("staff", "s 1"), profile, 0, 1, clock.instant()), created);
    assertEquals(Optional.of(created), store.subject(ref("staff", "s 1")));
    assertEquals(1, store.collection("staff").orElseThrow().subjects());
    reopen();
    assertEquals(Optional.of(created), store.subject(ref("staff", "s 1")));
    assertEquals(Optional.empty(), store.subject(ref("staff", "s 2")));
    assertRefused(
        Problem.SUBJECT_EXISTS,
        "there is a subject \"s 1\" in collection \"staff\" already",
        () -> store.createSubject(ACTOR, ref("staff", "s 1"), profile));
    assertRefused(
        Problem.COLLECTION_NOT_FOUND,
        "there is no collection \"guests\"",
        () -> store.subject(ref("guests", "s 1")));
  }

  @Test
  void changesASubjectOnlyAsTheCallerHasSeenIt() {
    create("staff");
    store.createSubject(ACTOR, ref("staff", "ann"), Profile.consented("paper 1"));
    Profile changed = Profile.consented("paper 2");
    Subject subject = store.updateSubject(ACTOR, ref("staff", "ann"), changed, OptionalLong.of(1));
    assertEquals(2, subject.version());
    assertEquals(Optional.of(subject), store.subject(ref("staff", "ann")));
    assertRefused(
        Problem.VERSION_MISMATCH,
        "subject \"ann\": expected version 1, found version 2",
        () -> store.updateSubject(ACTOR, ref("staff", "ann"), changed, OptionalLong.of(1)));
    assertRefused(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"bob\" in collection \"staff\"",
        () -> store.updateSubject(ACTOR, ref("staff", "bob"), changed, OptionalLong.empty()));
  }

  @Test
  void listsSubjectsPageByPage() {
    create("staff");
    enrol("staff", Vectors.random(1, 3, DIMENSION), "c", "a", "b");
    List<Subject> page = store.subjects("staff", "a", 5);
    assertEquals(List.of("b", "c"), page.stream().map(s -> s.ref().subject()).toList());
    assertEquals(1, page.get(0).faces());
  }

  @Test
  void findsWhoWasEnrolledAndCountsThem() {
    create("staff");
    UnitVectors vectors = Vectors.random(1, 3, DIMENSION);
    List<String> ids = enrol("staff", vectors, "ann", "bob", "ann");
    assertEquals(3, new HashSet<>(ids).size());
    for (int i = 0; i < 2; i++) {
      SearchResult result = search("staff", vectors, 1);
      assertEquals(3, result.faces());
      Candidate first = result.candidates().get(2).get(0);
      assertEquals(new Candidate("ann", ids.get(2), first.similarity(), 1), first);
      assertEquals(1, first.similarity(), 1e-5);
      reopen();
    }
    FaceCollection collection = store.collection("staff").orElseThrow();
    assertEquals(2, collection.subjects());
    assertEquals(3, collection.faces());
    assertEquals(2, store.subject(ref("staff", "ann")).orElseThrow().faces());
  }
}
