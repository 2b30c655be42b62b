package dev.routeface.server.gallery.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Enrolment.Batch;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryMigration;
import dev.routeface.server.gallery.GalleryMigration.Moved;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.RollOver;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.UnfinishedMigration;
import dev.routeface.server.gallery.Vectors;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GalleryMigrationTest {
  private static final int PEOPLE = 150;

  @TempDir Path folder;
  private GalleryStore from;
  private GalleryStore to;

  @BeforeEach
  void opened() {
    from = EmbeddedGallery.open(folder.resolve("from"), Optional.empty());
    to = EmbeddedGallery.open(folder.resolve("to"), Optional.empty());
    create("guests");
    create("staff");
    for (int person = 0; person < PEOPLE; person++) {
      enrol(from, "s" + person, 2);
    }
    from.rekey("key", "staff");
  }

  @AfterEach
  void closed() {
    from.close();
    to.close();
  }

  private void create(String id) {
    from.createCollection("key", new CollectionSpec(id, "ec_1", 16, CollectionSettings.NONE));
  }

  private static void enrol(GalleryStore store, String subject, int faces) {
    store.enrol(
        "key",
        new Enrolment(
            "staff",
            Map.of(subject, new Profile("paper", Optional.empty(), Map.of("of", subject))),
            java.util.Collections.nCopies(faces, NewFace.of(subject)),
            new Batch("ec_1", Vectors.random(subject.hashCode(), faces, 16)),
            Optional.empty()));
  }

  private List<Moved> migrate() {
    return new GalleryMigration(from, to, "admin").run(Progress.NONE);
  }

  @Test
  void movesEverythingAndSaysFromWhere() {
    long before = from.auditHead().sequence();
    List<Moved> moved = migrate();
    assertEquals(List.of("guests", "staff"), moved.stream().map(Moved::collection).toList());
    assertEquals(PEOPLE, moved.get(1).subjects());
    assertEquals(2 * PEOPLE, moved.get(1).faces());
    SearchQuery query = new SearchQuery("staff", "ec_1", Vectors.random(7, 3, 16), 20);
    assertEquals(from.search(query), to.search(query));
    assertEquals(before, from.auditHead().sequence(), "the source is only read");
    AuditEntry last = to.audit(to.auditHead().sequence() - 1, 1).get(0);
    assertEquals("gallery.migrate", last.event().action());
    assertEquals(from.auditHead().hash(), last.event().details().get("source_hash"));
    assertTrue(to.verifyAudit(Optional.empty()).holds());
  }

  @Test
  void goesOnWhereItWasStopped() {
    to.restoreCollection("admin", from.copyCollection("staff"));
    to.restoreSubjects("admin", "staff", List.of(from.copySubject(new SubjectRef("staff", "s7"))));
    List<Moved> moved = migrate();
    assertEquals(moved, migrate());
    assertEquals(2 * PEOPLE, to.collection("staff").orElseThrow().faces());
  }

  @Test
  void whatWasLeftHalfwayIsNotWhole() {
    Progress stopped =
        (what, steps) ->
            new Progress.Task() {
              @Override
              public void stepBy(long steps) {
                throw new IllegalStateException("stopped");
              }
            };
    UnfinishedMigration.refuse("b", to);
    assertThrows(
        IllegalStateException.class, () -> new GalleryMigration(from, to, "admin").run(stopped));
    assertHalf("b", () -> UnfinishedMigration.refuse("b", to));
    assertHalf("the source", () -> new GalleryMigration(to, from, "admin").run(Progress.NONE));
    assertTrue(to.verifyAudit(Optional.empty()).holds(), "as a log");
    migrate();
    UnfinishedMigration.refuse("b", to);
  }

  private static void assertHalf(String which, Executable act) {
    assertEquals(
        which
            + ": expected a whole gallery, found that a migration into it was begun and not"
            + " finished; run routeface gallery migrate again",
        assertThrows(BadDataException.class, act).getMessage());
  }

  @Test
  void anEndThatOthersWroteBehindIsFoundByWhoReadsTheWholeLog() {
    to.restoreCollection("admin", from.copyCollection("staff"));
    to.record("key", new AuditEvent("search", List.of("staff"), Map.of()));
    UnfinishedMigration.refuse("b", to);
    assertHalf("b", () -> UnfinishedMigration.refuseAnywhere("b", to));
    migrate();
    UnfinishedMigration.refuseAnywhere("b", to);
  }

  @Test
  void refusesASubjectThatDiffers() {
    migrate();
    enrol(to, "s7", 1);
    assertRefused(
        "collection \"staff\", subject \"s7\": source and target hold different data; erase the subject in the target to copy it again, or begin an empty target");
    to.erase("admin", List.of(new SubjectRef("staff", "s7")));
    assertEquals(PEOPLE, migrate().get(1).subjects());
  }

  @Test
  void refusesATargetThatHoldsMore() {
    migrate();
    enrol(to, "stranger", 1);
    assertRefused(
        "collection \"staff\": expected 150 subjects and 300 faces in the target, found 151 and 301");
  }

  @Test
  void refusesAnotherCollectionOfTheSameName() {
    to.createCollection("key", new CollectionSpec("staff", "ec_1", 16, CollectionSettings.NONE));
    GalleryException refused = assertThrows(GalleryException.class, this::migrate);
    assertEquals("there is another collection \"staff\" already", refused.getMessage());
    assertTrue(to.collection("guests").isEmpty(), "nothing was begun");
    UnfinishedMigration.refuse("b", to);
  }

  @Test
  void refusesASourceThatSomebodyWritesTo() {
    long before = from.auditHead().sequence();
    Progress meanwhile =
        (what, steps) -> {
          enrol(from, "late", 1);
          return new Progress.Task() {};
        };
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> new GalleryMigration(from, to, "admin").run(meanwhile));
    // One enrolment for each of two collections.
    assertEquals(
        "expected a source at rest, found that its audit log went from entry %d to %d meanwhile; stop the service that has it, and migrate again"
            .formatted(before, from.auditHead().sequence()),
        refused.getMessage());
    assertEquals(PEOPLE + 1, migrate().get(1).subjects());
  }

  @Test
  void refusesASourceWithNothingInIt() {
    BadDataException refused =
        assertThrows(
            BadDataException.class,
            () -> new GalleryMigration(to, from, "admin").run(Progress.NONE));
    assertEquals("expected a source with collections, found none in it", refused.getMessage());
  }

  @Test
  void aModelThatRollsOverMaySearchTheCopyAndNothingMore() {
    RollOver leave = new RollOver("ec_1", "ec_2");
    GalleryMigration migration = new GalleryMigration(from, to, "admin", Optional.of(leave));
    assertEquals(migration.run(Progress.NONE), migration.run(Progress.NONE), "again");
    SearchQuery query = new SearchQuery("staff", "ec_2", Vectors.random(7, 1, 16), 5);
    assertEquals(5, to.search(query).candidates().get(0).size());
    assertThrows(GalleryException.class, () -> from.search(query));
    RollOver other = new RollOver("ec_3", "ec_2");
    BadDataException refused =
        assertThrows(
            BadDataException.class,
            () -> new GalleryMigration(from, to, "admin", Optional.of(other)).run(Progress.NONE));
    assertEquals(
        "expected a collection of contract ec_3, found none in the source", refused.getMessage());
  }

  private void assertRefused(String message) {
    assertEquals(message, assertThrows(BadDataException.class, this::migrate).getMessage());
  }
}
