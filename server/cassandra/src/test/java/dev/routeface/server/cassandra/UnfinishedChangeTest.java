package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.GalleryException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a service that dies leaves behind, and what several services do to each other. */
class UnfinishedChangeTest {
  private final Galleries nodes = Galleries.emptied("one");

  @BeforeEach
  void aCollection() {
    try (CassandraGallery store = open()) {
      Calls.create(store);
    }
  }

  private CassandraGallery open() {
    return nodes.open(Galleries.READING, Clock.systemUTC());
  }

  /** Writes of an enrolment: what is announced, then the same for good, then the retraction. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 6", "3, 6"})
  void anEnrolmentIsWholeOrNotThereWhenItsServiceDies(int write, int people) {
    try (CqlSession session = nodes.session()) {
      session.execute("USE one");
      CassandraGallery dying = nodes.over(new DyingCql(session, write));
      assertThrows(Death.class, () -> dying.enrol("key_1", Calls.enrolment(1)));
    }
    try (CassandraGallery store = open()) {
      assertEquals(people, Calls.there(store, 1));
      assertEquals(people, store.collection("staff").orElseThrow().faces());
      Enrolled again = store.enrol("key_1", Calls.enrolment(1));
      assertEquals(people > 0, again.repeated());
      assertEquals(Calls.PEOPLE, Calls.there(store, 1));
      assertEquals("3 entries hold together", store.verifyAudit(Optional.empty()).message());
    }
  }

  /** A driver that heard "too few" of one node asks another, which finds that it is done. */
  @ParameterizedTest
  @EnumSource
  void aChangeIsMadeThoughTheAnswerToItIsWrong(Answer answer) {
    try (CqlSession session = nodes.session()) {
      session.execute("USE one");
      CassandraGallery misled = nodes.over(new MisledCql(session, answer));
      assertFalse(misled.enrol("key_1", Calls.enrolment(1)).repeated());
      assertEquals(Calls.PEOPLE, Calls.there(misled, 1));
      assertEquals("3 entries hold together", misled.verifyAudit(Optional.empty()).message());
    }
  }

  @Test
  void aChangeThatANodeMakesWhenNobodyListensIsWhole() {
    try (CqlSession session = nodes.session()) {
      session.execute("USE one");
      LateCql late = new LateCql(session);
      CassandraGallery store = nodes.over(late);
      GalleryException doubt =
          assertThrows(GalleryException.class, () -> store.enrol("key_1", Calls.enrolment(1)));
      assertEquals(
          "cassandra: expected nodes to answer in time, found: lost; the change will be found made"
              + " as a whole or not at all; repeat an enrolment with its idempotency key",
          doubt.getMessage());
      assertEquals(0, Calls.there(store, 1));
      late.arrive();
      assertTrue(store.enrol("key_1", Calls.enrolment(1)).repeated());
      assertEquals(Calls.PEOPLE, Calls.there(store, 1));
      assertEquals("3 entries hold together", store.verifyAudit(Optional.empty()).message());
    }
  }

  @Test
  void servicesThatWriteAtOnceLoseNothing() {
    try (CassandraGallery one = open();
        CassandraGallery two = open()) {
      List<CompletableFuture<Void>> both =
          List.of(
              CompletableFuture.runAsync(() -> enrol(one, 0, 8)),
              CompletableFuture.runAsync(() -> enrol(two, 8, 16)));
      both.forEach(CompletableFuture::join);
      assertTrue(IntStream.range(0, 16).allMatch(call -> Calls.there(one, call) == Calls.PEOPLE));
      assertEquals(16 * Calls.PEOPLE, two.collection("staff").orElseThrow().faces());
      assertEquals("33 entries hold together", two.verifyAudit(Optional.empty()).message());
    }
  }

  private static void enrol(CassandraGallery store, int from, int to) {
    IntStream.range(from, to).forEach(call -> store.enrol("key_1", Calls.enrolment(call)));
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies in the middle of one of its writes. */
  private static final class DyingCql extends Cql {
    private int left;

    DyingCql(CqlSession session, int write) {
      super(session, Galleries.READING.consistency());
      this.left = write;
    }

    @Override
    void write(Collection<BoundStatement> statements) {
      left--;
      super.write(statements.stream().limit(left == 0 ? statements.size() / 2 : 1000).toList());
      if (left == 0) {
        throw new Death();
      }
    }
  }

  /** What may be said of a compare-and-set that was made. */
  enum Answer {
    NO,
    TOO_FEW_TOLD
  }

  private static final class MisledCql extends Cql {
    private final Answer answer;

    MisledCql(CqlSession session, Answer answer) {
      super(session, Galleries.READING.consistency());
      this.answer = answer;
    }

    @Override
    boolean moves(String cql, Object... values) {
      super.moves(cql, values);
      if (answer == Answer.TOO_FEW_TOLD) {
        throw new UnavailableException(null, DefaultConsistencyLevel.QUORUM, 2, 1);
      }
      return false;
    }
  }

  /** Whose first compare-and-set is lost on its way, and arrives. */
  private static final class LateCql extends Cql {
    private Runnable late;

    LateCql(CqlSession session) {
      super(session, Galleries.READING.consistency());
    }

    @Override
    boolean moves(String cql, Object... values) {
      if (late == null) {
        late = () -> assertTrue(super.moves(cql, values));
        throw new DriverTimeoutException("lost");
      }
      return super.moves(cql, values);
    }

    void arrive() {
      late.run();
    }
  }
}
