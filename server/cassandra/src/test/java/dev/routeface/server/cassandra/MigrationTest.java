package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryMigration;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.UnfinishedMigration;
import dev.routeface.server.gallery.Vectors;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gallery that outgrows its machine. */
class MigrationTest {
  private static final Progress SILENT = (what, steps) -> new Progress.Task() {};

  @TempDir Path folder;

  @Test
  void takesOverAnEmbeddedGalleryAndGivesItBack() {
    try (GalleryStore file = EmbeddedGallery.open(folder.resolve("a"), Optional.empty());
        GalleryStore nodes = Galleries.emptied("one").open(Galleries.READING, Clock.systemUTC());
        GalleryStore back = EmbeddedGallery.open(folder.resolve("b"), Optional.empty())) {
      Calls.create(file);
      file.enrol("key_1", Calls.enrolment(1));
      file.enrol("key_1", fourOfOne());
      var there = new GalleryMigration(file, nodes, "key_1").run(SILENT);
      assertEquals(there, new GalleryMigration(nodes, back, "key_1").run(SILENT));
      assertEquals(Calls.PEOPLE + 4, there.get(0).faces());
      SubjectRef ann = new SubjectRef("staff", "ann");
      assertEquals(file.faces(ann), nodes.faces(ann));
    }
  }

  @Test
  void halfACopyIsNotWholeOnTheNodesEither() {
    try (GalleryStore file = EmbeddedGallery.open(folder.resolve("a"), Optional.empty());
        GalleryStore nodes = Galleries.emptied("one").open(Galleries.READING, Clock.systemUTC())) {
      Calls.create(file);
      file.enrol("key_1", Calls.enrolment(1));
      UnfinishedMigration.refuse("nodes", nodes);
      nodes.restoreCollection("key_1", file.copyCollection("staff"));
      assertThrows(BadDataException.class, () -> UnfinishedMigration.refuse("nodes", nodes));
      assertThrows(
          BadDataException.class, () -> UnfinishedMigration.refuseAnywhere("nodes", nodes));
      new GalleryMigration(file, nodes, "key_1").run(SILENT);
      UnfinishedMigration.refuse("nodes", nodes);
      UnfinishedMigration.refuseAnywhere("nodes", nodes);
    }
  }

  private static Enrolment fourOfOne() {
    return new Enrolment(
        "staff",
        Map.of("ann", Profile.consented("paper")),
        List.of(NewFace.of("ann"), NewFace.of("ann"), NewFace.of("ann"), NewFace.of("ann")),
        new Enrolment.Batch("ec_1", Vectors.random(7, 4, Calls.DIMENSION)),
        Optional.empty());
  }
}
