package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.routeface.server.gallery.Enrolled;
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
}
