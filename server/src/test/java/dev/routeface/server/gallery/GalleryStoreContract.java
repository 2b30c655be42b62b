package dev.routeface.server.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every gallery store does. A store is tested by extending this. */
public abstract class GalleryStoreContract extends PeopleContract {
  @Test
  void ranksSubjectsByTheirBestFaceAsALoopOverAllDoes() {
    create("staff");
    UnitVectors gallery = Vectors.random(5, 60, DIMENSION);
    String[] subjects = IntStream.range(0, 60).mapToObj(i -> "s" + i % 7).toArray(String[]::new);
    List<String> ids = enrol("staff", gallery, subjects);
    UnitVectors queries = Vectors.random(6, 9, DIMENSION);
    for (int k : new int[] {1, 3, 7, 100}) {
      List<List<Candidate>> found = search("staff", queries, k).candidates();
      for (int q = 0; q < queries.size(); q++) {
        assertSame(loop(gallery, subjects, ids, queries.row(q), k), found.get(q));
      }
    }
  }

  private static List<Candidate> loop(
      UnitVectors gallery, String[] subjects, List<String> ids, float[] query, int k) {
    Map<String, Candidate> best = new java.util.HashMap<>();
    for (int i = 0; i < gallery.size(); i++) {
      float similarity = Rows.product(gallery.row(i), query);
      Candidate old = best.get(subjects[i]);
      if (old == null || similarity > old.similarity()) {
        best.put(subjects[i], new Candidate(subjects[i], ids.get(i), similarity, 0));
      }
    }
    return best.values().stream()
        .sorted((a, b) -> Float.compare(b.similarity(), a.similarity()))
        .limit(k)
        .toList();
  }

  private static void assertSame(List<Candidate> expected, List<Candidate> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).subject(), found.get(i).subject());
      assertEquals(expected.get(i).face(), found.get(i).face());
      assertEquals(expected.get(i).similarity(), found.get(i).similarity(), 1e-5);
      assertEquals(i + 1, found.get(i).rank());
    }
  }

  @Test
  void enrolsAllFacesOfACallOrNone() {
    create("staff");
    Enrolment half =
        new Enrolment(
            "staff",
            Map.of("ann", Profile.consented("paper")),
            List.of(NewFace.of("ann"), NewFace.of("bob")),
            new Batch(CONTRACT, Vectors.random(1, 2, DIMENSION)),
            Optional.empty());
    assertRefused(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"bob\" in collection \"staff\"",
        () -> store.enrol(ACTOR, half));
    assertEquals(Optional.empty(), store.subject(ref("staff", "ann")));
    assertEquals(0, search("staff", Vectors.random(1, 1, DIMENSION), 1).faces());
    assertEquals(0, store.collection("staff").orElseThrow().subjects());
    assertEquals(1, store.auditHead().sequence());
  }

  @Test
  void leavesTheProfileOfASubjectThatIsThere() {
    create("staff");
    enrol("staff", Vectors.random(1, 1, DIMENSION), "ann");
    Profile other = Profile.consented("another paper");
    store.enrol(
        ACTOR,
        new Enrolment(
            "staff",
            Map.of("ann", other),
            List.of(NewFace.of("ann")),
            new Batch(CONTRACT, Vectors.random(2, 1, DIMENSION)),
            Optional.empty()));
    Subject ann = store.subject(ref("staff", "ann")).orElseThrow();
    assertEquals("consent of ann", ann.profile().consent());
    assertEquals(2, ann.faces());
  }

  @Test
  void comparesEmbeddingsOfOneContractOnly() {
    CollectionSettings settings = new CollectionSettings("", Set.of("ec_old"));
    store.createCollection(ACTOR, new CollectionSpec("staff", CONTRACT, DIMENSION, settings));
    UnitVectors vector = Vectors.random(1, 1, DIMENSION);
    assertEquals(0, store.search(new SearchQuery("staff", "ec_old", vector, 1)).faces());
    assertRefused(
        Problem.CONTRACT_MISMATCH,
        "collection \"staff\": expected embeddings of contract ec_1, found ec_2",
        () -> store.search(new SearchQuery("staff", "ec_2", vector, 1)));
    assertRefused(
        Problem.CONTRACT_MISMATCH,
        "collection \"staff\": expected embeddings of 24 dimensions, found 8",
        () -> search("staff", Vectors.random(1, 1, 8), 1));
    Batch old = new Batch("ec_old", vector);
    Map<String, Profile> ann = Map.of("ann", Profile.consented("paper"));
    assertRefused(
        Problem.CONTRACT_MISMATCH,
        "collection \"staff\": expected embeddings of contract ec_1, found ec_old",
        () ->
            store.enrol(
                ACTOR,
                new Enrolment("staff", ann, List.of(NewFace.of("ann")), old, Optional.empty())));
  }

  @Test
  void repeatsTheResultOfAnIdempotentEnrolmentForADay() {
    create("staff");
    UnitVectors vectors = Vectors.random(1, 2, DIMENSION);
    Enrolment enrolment = enrolment("staff", vectors, Optional.of("k"), "ann", "bob");
    Enrolled first = store.enrol(ACTOR, enrolment);
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertEquals(new Enrolled(first.faces(), true), store.enrol(ACTOR, enrolment));
    reopen();
    assertEquals(new Enrolled(first.faces(), true), store.enrol(ACTOR, enrolment));
    assertEquals(2, store.collection("staff").orElseThrow().faces());
    assertFalse(store.enrol("key_2", enrolment).repeated(), "another caller's key is another key");
    Enrolment other = enrolment("staff", vectors, Optional.of("k"), "ann", "ann");
    assertRefused(
        Problem.IDEMPOTENCY_CONFLICT,
        "idempotency key \"k\" was used for another enrolment",
        () -> store.enrol(ACTOR, other));
    clock.advance(Duration.ofMillis(1));
    assertFalse(store.enrol(ACTOR, other).repeated());
  }

  @Test
  void listsAndRemovesFaces() {
    create("staff");
    UnitVectors vectors = Vectors.random(1, 3, DIMENSION);
    Enrolment enrolment =
        new Enrolment(
            "staff",
            Map.of("ann", Profile.consented("paper")),
            List.of(
                new NewFace("ann", Map.of("quality", "0.8")), NewFace.of("ann"), NewFace.of("ann")),
            new Batch(CONTRACT, vectors),
            Optional.empty());
    List<String> ids = store.enrol(ACTOR, enrolment).faces();
    assertEquals(
        new Face(ids.get(0), "ann", clock.instant(), Map.of("quality", "0.8")),
        store.faces(ref("staff", "ann")).get(0));
    store.removeFace(ACTOR, ref("staff", "ann"), ids.get(1));
    assertEquals(
        List.of(ids.get(0), ids.get(2)),
        store.faces(ref("staff", "ann")).stream().map(Face::id).toList());
    assertEquals(2, search("staff", vectors, 5).faces());
    assertRefused(
        Problem.FACE_NOT_FOUND,
        "there is no face \"%s\" of subject \"ann\"".formatted(ids.get(1)),
        () -> store.removeFace(ACTOR, ref("staff", "ann"), ids.get(1)));
  }

  @Test
  void findsAFaceByItsIdInItsOwnCollection() {
    create("staff");
    create("guests");
    UnitVectors vectors = Vectors.random(5, 3, DIMENSION);
    List<String> ids = enrol("staff", vectors, "a", "b", "b");
    enrol("guests", vectors.select(new int[] {0}), "a");
    for (String subject : List.of("a", "b")) {
      for (Face face : store.faces(ref("staff", subject))) {
        assertEquals(Optional.of(face), store.face("staff", face.id()));
        assertEquals(Optional.empty(), store.face("guests", face.id()));
      }
    }
    assertEquals(Optional.empty(), store.face("staff", "f_" + "0".repeat(32)));
    store.removeFace(ACTOR, ref("staff", "b"), ids.get(1));
    assertEquals(Optional.empty(), store.face("staff", ids.get(1)));
    assertEquals("b", store.face("staff", ids.get(2)).orElseThrow().subject());
    assertRefused(
        Problem.COLLECTION_NOT_FOUND,
        "there is no collection \"x\"",
        () -> store.face("x", ids.get(0)));
  }

  @Test
  void exportsWhatWasEnrolled() {
    create("staff");
    UnitVectors vectors = Vectors.random(1, 2, DIMENSION);
    List<String> ids = enrol("staff", vectors, "ann", "ann");
    SubjectData data = store.export(ACTOR, ref("staff", "ann"));
    assertEquals(store.subject(ref("staff", "ann")).orElseThrow(), data.subject());
    for (int i = 0; i < 2; i++) {
      assertEquals(ids.get(i), data.faces().get(i).face().id());
      assertArrayEquals(vectors.row(i), data.faces().get(i).vector(), 1e-6f);
    }
    assertEquals("subject.export", last().event().action());
  }

  @Test
  void erasesSubjectsAndSaysSo() {
    create("staff");
    create("guests");
    UnitVectors vectors = Vectors.random(1, 3, DIMENSION);
    enrol("staff", vectors, "ann", "bob", "ann");
    enrol("guests", Vectors.random(2, 1, DIMENSION), "ann");
    List<SubjectRef> everywhere = store.whereEnrolled("ann");
    assertEquals(List.of(ref("guests", "ann"), ref("staff", "ann")), everywhere);
    ErasureReceipt receipt = store.erase(ACTOR, everywhere);
    AuditEntry entry = last();
    assertEquals(
        new ErasureReceipt(everywhere, 3, entry.time(), entry.sequence(), entry.hash()), receipt);
    assertEquals(List.of("guests", "ann", "staff", "ann"), entry.event().objects());
    for (int i = 0; i < 2; i++) {
      assertEquals(Optional.empty(), store.subject(ref("staff", "ann")));
      assertEquals(List.of(), store.whereEnrolled("ann"));
      assertEquals("bob", search("staff", vectors, 1).candidates().get(0).get(0).subject());
      assertEquals(1, store.collection("staff").orElseThrow().faces());
      reopen();
    }
    assertRefused(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"ann\" in collection \"staff\"",
        () -> store.erase(ACTOR, List.of(ref("staff", "bob"), ref("staff", "ann"))));
    assertTrue(store.subject(ref("staff", "bob")).isPresent(), "all or none");
  }

  @Test
  void erasesASubjectAsTheyWereSeen() {
    create("staff");
    enrol("staff", Vectors.random(1, 1, DIMENSION), "ann");
    SubjectRef ann = ref("staff", "ann");
    store.updateSubject(ACTOR, ann, Profile.consented("other"), OptionalLong.of(1));
    assertRefused(
        Problem.VERSION_MISMATCH,
        "subject \"ann\": expected version 1, found version 2",
        () -> store.erase(ACTOR, ann, OptionalLong.of(1)));
    assertRefused(
        Problem.SUBJECT_NOT_FOUND,
        "there is no subject \"bob\" in collection \"staff\"",
        () -> store.erase(ACTOR, ref("staff", "bob"), OptionalLong.of(1)));
    assertEquals(1, store.erase(ACTOR, ann, OptionalLong.of(2)).faces());
    assertEquals(Optional.empty(), store.subject(ann));
  }

  @Test
  void purgesThoseWhoseRetentionHasEnded() {
    create("staff");
    Instant now = clock.instant();
    for (int i = 0; i < 4; i++) {
      Profile profile = new Profile("paper", Optional.of(now.plusMillis(i)), Map.of());
      store.createSubject(ACTOR, ref("staff", "s" + i), profile);
    }
    store.createSubject(ACTOR, ref("staff", "forever"), Profile.consented("paper"));
    List<ErasureReceipt> receipts = store.purge(ACTOR, now.plusMillis(2));
    assertEquals(
        List.of(
            List.of(ref("staff", "s0")), List.of(ref("staff", "s1")), List.of(ref("staff", "s2"))),
        receipts.stream().map(ErasureReceipt::subjects).toList());
    assertEquals("subject.purge", last().event().action());
    assertEquals(List.of(), store.purge(ACTOR, now.plusMillis(2)));
    assertEquals(2, store.subjects("staff", "", 10).size());
  }

  @Test
  void rekeyKeepsSimilaritiesAndRevokesTemplates() {
    create("staff");
    UnitVectors gallery = Vectors.random(3, 20, DIMENSION);
    String[] subjects = IntStream.range(0, 20).mapToObj(i -> "s" + i).toArray(String[]::new);
    enrol("staff", gallery, subjects);
    UnitVectors queries = Vectors.random(4, 5, DIMENSION);
    List<List<Candidate>> before = search("staff", queries, 20).candidates();
    float[] old = store.copySubject(ref("staff", "s0")).faces().get(0).vector();
    FaceCollection rekeyed = store.rekey(ACTOR, "staff");
    assertEquals(2, rekeyed.generation());
    assertEquals(2, rekeyed.version());
    float[] template = store.copySubject(ref("staff", "s0")).faces().get(0).vector();
    assertTrue(Rows.product(old, template) < 0.9, "the template is another one");
    for (int i = 0; i < 2; i++) {
      List<List<Candidate>> after = search("staff", queries, 20).candidates();
      for (int q = 0; q < queries.size(); q++) {
        assertSame(before.get(q), after.get(q));
      }
      assertArrayEquals(
          gallery.row(0), store.export(ACTOR, ref("staff", "s0")).faces().get(0).vector(), 1e-6f);
      reopen();
    }
    enrol("staff", Vectors.random(4, 1, DIMENSION), "new");
    assertEquals("new", search("staff", queries, 1).candidates().get(0).get(0).subject());
  }

  @Test
  void writesAnAuditLogThatHolds() {
    create("staff");
    enrol("staff", Vectors.random(1, 1, DIMENSION), "ann");
    AuditEvent event = new AuditEvent("search", List.of("staff"), Map.of("candidates", "3"));
    AuditEntry entry = store.record("key_2", event);
    assertEquals(4, entry.sequence());
    assertEquals(event, entry.event());
    reopen();
    assertEquals(
        List.of("collection.create", "subject.create", "face.enrol", "search"),
        store.audit(0, 10).stream().map(e -> e.event().action()).toList());
    assertEquals(List.of(entry), store.audit(3, 10));
    assertEquals(entry.head(), store.auditHead());
    assertEquals("4 entries hold together", store.verifyAudit(Optional.empty()).message());
    assertTrue(store.verifyAudit(Optional.of(store.audit(1, 1).get(0).head())).holds());
    AuditHead foreign = new AuditHead(2, "f".repeat(64));
    assertEquals(
        "entry 2 is not the entry that was known",
        store.verifyAudit(Optional.of(foreign)).message());
    AuditHead later = new AuditHead(9, "f".repeat(64));
    assertEquals(OptionalLong.of(5), store.verifyAudit(Optional.of(later)).firstBad());
  }

  @Test
  void movesToAnotherStoreBitForBit() {
    create("staff");
    UnitVectors gallery = Vectors.random(3, 4, DIMENSION);
    enrol("staff", gallery, "ann", "bob", "ann", "cem");
    store.rekey(ACTOR, "staff");
    try (GalleryStore other = openOther(clock)) {
      other.restoreCollection(ACTOR, store.copyCollection("staff"));
      List<SubjectData> people =
          store.subjects("staff", "", 10).stream()
              .map(subject -> store.copySubject(subject.ref()))
              .toList();
      for (int i = 0; i < 2; i++) {
        other.restoreSubjects(ACTOR, "staff", people.subList(0, 2));
        other.restoreSubjects(ACTOR, "staff", people);
        other.restoreCollection(ACTOR, store.copyCollection("staff"));
      }
      assertEquals(store.collection("staff"), other.collection("staff"));
      for (SubjectData data : people) {
        SubjectData moved = other.copySubject(data.subject().ref());
        assertEquals(data.subject(), moved.subject());
        assertEquals(data.faces().size(), moved.faces().size());
        for (int i = 0; i < data.faces().size(); i++) {
          FaceData face = data.faces().get(i);
          assertEquals(face.face(), moved.faces().get(i).face());
          assertArrayEquals(face.vector(), moved.faces().get(i).vector());
        }
      }
      assertEquals(
          search("staff", gallery, 4).candidates(),
          other.search(new SearchQuery("staff", CONTRACT, gallery, 4)).candidates());
      create("guests");
      other.createCollection(
          ACTOR, new CollectionSpec("guests", CONTRACT, DIMENSION, CollectionSettings.NONE));
      assertNotEquals(store.copyCollection("guests"), other.copyCollection("guests"));
      assertRefused(
          Problem.COLLECTION_EXISTS,
          "there is another collection \"guests\" already",
          () -> other.restoreCollection(ACTOR, store.copyCollection("guests")));
    }
  }

  @Test
  void doesWhatAPlainTwinDoesWhateverIsAsked() {
    long seed = new java.util.Random().nextLong();
    TwinWalk walk = new TwinWalk(clock, seed);
    for (int i = 1; i <= 240; i++) {
      walk.step(store);
      if (i % 60 == 0) {
        walk.compare(store);
        reopen();
        walk.compare(store);
      }
    }
    assertTrue(store.verifyAudit(Optional.empty()).holds(), "seed " + seed);
  }

  private AuditEntry last() {
    return store.audit(store.auditHead().sequence() - 1, 1).get(0);
  }
}
