package dev.routeface.server.gallery.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gallery says when its files were cut, changed or come from elsewhere. */
class DamageTest {
  private static final int DIMENSION = 64;
  private static final int PEOPLE = 24;
  private static final String KEY = "0b".repeat(32);

  @TempDir Path temporary;
  private Path folder;
  private Path database;

  @BeforeEach
  void named() {
    folder = temporary.resolve("gallery");
    database = folder.resolve("gallery.db");
  }

  private EmbeddedGallery open() {
    return EmbeddedGallery.open(folder, Optional.of(KEY));
  }

  private static UnitVectors faces(String collection, int person) {
    return Vectors.random(collection.hashCode() + person, 2, DIMENSION);
  }

  private static void enrol(EmbeddedGallery gallery, String collection, int person) {
    String subject = "s" + person;
    gallery.enrol(
        "key",
        new Enrolment(
            collection,
            Map.of(subject, Profile.consented("paper " + person)),
            List.of(NewFace.of(subject), NewFace.of(subject)),
            new Batch("ec_1", faces(collection, person)),
            Optional.of("k" + collection + person)));
  }

  private static void create(EmbeddedGallery gallery, String collection) {
    gallery.createCollection(
        "key", new CollectionSpec(collection, "ec_1", DIMENSION, CollectionSettings.NONE));
  }

  private void fill() {
    try (EmbeddedGallery gallery = open()) {
      for (String collection : List.of("a", "b")) {
        create(gallery, collection);
        for (int person = 0; person < PEOPLE; person++) {
          enrol(gallery, collection, person);
        }
      }
    }
  }

  private void assertRefused(String message) {
    assertEquals(message, assertThrows(BadDataException.class, this::open).getMessage());
  }

  /** Changes the closed database behind the gallery's back. */
  private void change(String sql) {
    try (Sql changing = Connections.writer(database, java.time.Instant.EPOCH)) {
      changing.run(sql);
    }
  }

  @Test
  void refusesWhatIsNoGallery() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(database, "hello");
    assertRefused(database + ": expected a gallery, found no SQLite database");
    Files.delete(database);
    fill();
    change("PRAGMA application_id = 7");
    assertRefused(database + ": expected a gallery, found another program's SQLite database");
  }

  @Test
  void refusesANewerProgramsGallery() {
    fill();
    change("INSERT INTO schema_version VALUES (9, 0)");
    assertRefused(
        database
            + ": expected a gallery of version 1 or older, found version 9; a newer program wrote it");
  }

  @Test
  void refusesAnotherMasterKey() {
    fill();
    BadDataException refused =
        assertThrows(
            BadDataException.class,
            () -> EmbeddedGallery.open(folder, Optional.of("0c".repeat(32))));
    assertEquals(
        database + ": was sealed under another master key than the one given",
        refused.getMessage());
    BadDataException missing =
        assertThrows(BadDataException.class, () -> EmbeddedGallery.open(folder, Optional.empty()));
    assertEquals(
        "%s: expected the master key of %s, found no such file and no ROUTEFACE_MASTER_KEY"
            .formatted(folder.resolve("gallery.key"), database),
        missing.getMessage());
  }

  @Test
  void refusesASecondWriterAndWelcomesReaders() {
    fill();
    try (EmbeddedGallery gallery = open()) {
      assertRefused(folder + ": another process has this gallery open");
      enrol(gallery, "a", PEOPLE);
      try (EmbeddedGallery reader = EmbeddedGallery.openForReading(folder, Optional.of(KEY))) {
        assertEquals(Optional.of(database + ": was opened for reading"), reader.readOnly());
        assertEquals(PEOPLE + 1, reader.collection("a").orElseThrow().subjects());
        GalleryException refused = assertThrows(GalleryException.class, () -> create(reader, "c"));
        assertEquals(GalleryException.Problem.READ_ONLY, refused.problem());
      }
    }
  }

  @Test
  void opensForReadingWithoutFacesThatWereChanged() {
    fill();
    change("UPDATE face SET sealed = zeroblob(length(sealed)) WHERE number = 3");
    try (EmbeddedGallery gallery = open()) {
      String why = gallery.readOnly().orElseThrow();
      assertTrue(
          why.startsWith(
              database
                  + ": 1 faces cannot be opened and are left out, the first because of face|a|s1|"),
          why);
      assertEquals(2L * PEOPLE - 1, all(gallery, "a").faces());
    }
  }

  private static dev.routeface.server.gallery.SearchResult all(
      EmbeddedGallery gallery, String collection) {
    return gallery.search(new SearchQuery(collection, "ec_1", faces(collection, 0), PEOPLE));
  }

  @Test
  void findsAFaceMovedToAnotherPerson() {
    fill();
    change("UPDATE face SET subject = (SELECT max(number) FROM subject) WHERE number = 1");
    try (EmbeddedGallery gallery = open()) {
      assertTrue(gallery.readOnly().orElseThrow().contains("1 faces cannot be opened"));
    }
  }

  @Test
  void opensForReadingIfTheAuditLogWasCut() {
    fill();
    change("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    try (EmbeddedGallery gallery = open()) {
      assertEquals(
          Optional.of(database + ": the audit log does not end where the record of its end says"),
          gallery.readOnly());
      assertEquals(
          "entry 98 is missing: the log's end was cut off",
          gallery.verifyAudit(Optional.empty()).message());
      assertEquals(2L * PEOPLE, all(gallery, "a").faces());
    }
  }

  @Test
  void holdsAWholeBeginningWhereverTheLogIsTorn() throws IOException {
    Random random = new Random(5);
    Path torn = temporary.resolve("torn");
    try (EmbeddedGallery gallery = open()) {
      create(gallery, "a");
      for (int person = 0; person < PEOPLE; person++) {
        enrol(gallery, "a", person);
      }
      byte[] log = Files.readAllBytes(folder.resolve("gallery.db-wal"));
      assertTrue(log.length > 100_000, "what was written is still in the log");
      for (int i = 0; i < 20; i++) {
        Files.createDirectories(torn);
        Files.copy(database, torn.resolve("gallery.db"));
        byte[] left = Arrays.copyOf(log, random.nextInt(log.length));
        if (i % 2 == 0) {
          // A page that was only half on its way.
          Arrays.fill(left, Math.max(0, left.length - 4096), left.length, (byte) 0);
        }
        Files.write(torn.resolve("gallery.db-wal"), left);
        checkBeginning(torn);
        delete(torn);
      }
    }
  }

  private static void checkBeginning(Path torn) {
    try (EmbeddedGallery gallery = EmbeddedGallery.open(torn, Optional.of(KEY))) {
      assertEquals(Optional.empty(), gallery.readOnly());
      assertTrue(gallery.verifyAudit(Optional.empty()).holds());
      if (gallery.collection("a").isPresent()) {
        int people = (int) gallery.collection("a").orElseThrow().subjects();
        for (int person = 0; person < people; person++) {
          SubjectRef ref = new SubjectRef("a", "s" + person);
          assertEquals(2, gallery.copySubject(ref).faces().size());
        }
        assertEquals(2L * people, all(gallery, "a").faces());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void givesNoWrongEmbeddingWhateverBytesAreFlipped() throws IOException {
    fill();
    Map<String, FaceData> known = known();
    byte[] whole = Files.readAllBytes(database);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int opened = 0;
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      for (int n = random.nextInt(12); n >= 0; n--) {
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
      }
      delete(folder);
      Files.write(database, flipped);
      opened += look(known, "seed " + seed + ", round " + i);
    }
    assertTrue(opened > 0, "some could be opened, seed " + seed);
  }

  private Map<String, FaceData> known() {
    Map<String, FaceData> known = new HashMap<>();
    try (EmbeddedGallery gallery = open()) {
      for (FaceCollection collection : gallery.collections("", 9)) {
        for (Subject subject : gallery.subjects(collection.id(), "", 99)) {
          gallery
              .copySubject(subject.ref())
              .faces()
              .forEach(face -> known.put(face.face().id(), face));
        }
      }
    }
    assertEquals(4 * PEOPLE, known.size());
    return known;
  }

  /** Asks for everything, and takes a refusal for an answer. */
  private int look(Map<String, FaceData> known, String where) {
    try (EmbeddedGallery gallery = open()) {
      for (String collection : List.of("a", "b")) {
        for (int person = 0; person < PEOPLE; person++) {
          SubjectRef ref = new SubjectRef(collection, "s" + person);
          tolerant(
              () -> gallery.copySubject(ref).faces().forEach(face -> check(known, face, where)));
        }
        tolerant(
            () ->
                all(gallery, collection)
                    .candidates()
                    .forEach(list -> list.forEach(found -> check(known, found, where))));
        tolerant(() -> gallery.subjects(collection, "", 99));
        tolerant(() -> enrol(gallery, collection, PEOPLE));
        tolerant(() -> gallery.rekey("key", collection));
        tolerant(() -> gallery.erase("key", List.of(new SubjectRef(collection, "s1"))));
      }
      tolerant(() -> gallery.audit(0, 1000));
      tolerant(() -> gallery.verifyAudit(Optional.empty()));
      tolerant(() -> gallery.purge("key", java.time.Instant.EPOCH));
      return 1;
    } catch (BadDataException refused) {
      assertTrue(refused.getMessage().startsWith(folder.toString()), refused.getMessage());
      return 0;
    }
  }

  private static void check(Map<String, FaceData> known, FaceData found, String where) {
    FaceData expected = known.get(found.face().id());
    assertEquals(expected.face(), found.face(), where);
    assertArrayEquals(expected.vector(), found.vector(), where);
  }

  private static void check(Map<String, FaceData> known, Candidate found, String where) {
    assertEquals(known.get(found.face()).face().subject(), found.subject(), where);
  }

  private static void tolerant(Runnable act) {
    try {
      act.run();
    } catch (GalleryException refused) {
      assertTrue(refused.getMessage().length() > 10, refused.getMessage());
    }
  }
}
