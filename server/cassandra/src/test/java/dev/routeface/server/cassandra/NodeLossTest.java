package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.Vectors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two nodes is killed while people are enrolled, and comes back. */
@Timeout(600)
class NodeLossTest {
  private static final int BEFORE = 5;
  private static final int MOST = 400;

  private final Galleries nodes = Galleries.emptied("one");
  private final List<Integer> refused = new ArrayList<>();
  private int calls;

  @Test
  void aLostNodeStopsChangesAndLosesNone() throws Exception {
    Node second = TwoNodes.running().second();
    try (CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC())) {
      Calls.create(store);
      Thread loss = new Thread(second::kill);
      String message = enrolUntilRefused(store, loss);
      assertEquals("cassandra: expected 2 copies to answer, found 1; nothing was changed", message);
      loss.join();
      assertEquals(1, search(store, 0).candidates().get(0).get(0).rank());
      assertEquals(Calls.PEOPLE, Calls.there(store, 0));
    } finally {
      second.kill();
      second.start();
      second.await();
    }
    try (CassandraGallery store = awaitQuorum()) {
      for (int call = 0; call < calls; call++) {
        int there = Calls.there(store, call);
        boolean whole = there == Calls.PEOPLE;
        assertTrue(whole || there == 0 && refused.contains(call), "call " + call + ": " + there);
      }
      refused.forEach(call -> store.enrol("key_1", Calls.enrolment(call)));
      assertEquals((long) calls * Calls.PEOPLE, store.collection("staff").orElseThrow().faces());
      assertEquals(
          2 * calls + 1 + " entries hold together", store.verifyAudit(Optional.empty()).message());
    }
  }

  /** The last refusal, when the other node knows of the loss. */
  private String enrolUntilRefused(CassandraGallery store, Thread loss) {
    String message = "";
    for (; calls < MOST && !message.endsWith("found 1; nothing was changed"); calls++) {
      if (calls == BEFORE) {
        loss.start();
      }
      try {
        store.enrol("key_1", Calls.enrolment(calls));
      } catch (GalleryException e) {
        assertEquals(Problem.UNAVAILABLE, e.problem());
        refused.add(calls);
        message = e.getMessage();
      }
    }
    return message;
  }

  private static SearchResult search(CassandraGallery store, int call) {
    return store.search(
        new SearchQuery("staff", "ec_1", Vectors.random(call, 1, Calls.DIMENSION), 1));
  }

  /** The node answers before the other one has noticed. */
  private CassandraGallery awaitQuorum() throws InterruptedException {
    for (; ; ) {
      try {
        return nodes.open(Galleries.READING, Clock.systemUTC());
      } catch (GalleryException notYet) {
        Thread.sleep(500);
      }
    }
  }
}
