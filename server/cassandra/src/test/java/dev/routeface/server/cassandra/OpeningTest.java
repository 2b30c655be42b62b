package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.routeface.models.io.BadDataException;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.seal.MasterKey;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is found out when a gallery is opened, and before anybody is enrolled in it. */
class OpeningTest {
  private final Galleries nodes = Galleries.emptied("one");

  private CassandraGallery open() {
    return nodes.open(Galleries.READING, Clock.systemUTC());
  }

  @Test
  void refusesAnotherMasterKey() {
    open().close();
    MasterKey other = new Galleries("other").master();
    BadDataException refused =
        assertThrows(
            BadDataException.class,
            () -> CassandraGallery.open(nodes.options(Galleries.READING), other));
    assertEquals(
        "cassandra: the gallery was sealed under another master key than the one given",
        refused.getMessage());
  }

  @Test
  void beginsNothingWhereItIsToRead() {
    Galleries none = new Galleries("none");
    BadDataException refused =
        assertThrows(
            BadDataException.class,
            () -> CassandraGallery.openToRead(none.options(Galleries.READING), none.master()));
    assertEquals(
        "cassandra: expected a gallery in keyspace none, found none", refused.getMessage());
    try (CqlSession session = nodes.session()) {
      assertTrue(session.getMetadata().getKeyspace("none").isEmpty());
    }
  }

  @Test
  void takesNoChangesBehindALogThatWasCut() {
    try (CassandraGallery store = open();
        CqlSession session = nodes.session()) {
      Calls.create(store);
      store.enrol("key_1", Calls.enrolment(1));
      session.execute("DELETE FROM one.audit WHERE page = 0 AND sequence = 3");
    }
    try (CassandraGallery store = open()) {
      String reason = "cassandra: the audit log does not end where the record of its end says";
      assertEquals(Optional.of(reason), store.readOnly());
      assertEquals(Calls.PEOPLE, Calls.there(store, 1));
      GalleryException refused =
          assertThrows(GalleryException.class, () -> store.enrol("key_1", Calls.enrolment(2)));
      assertEquals(Problem.READ_ONLY + reason, refused.problem() + refused.getMessage());
    }
  }
}
