package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An audit log that somebody edits. */
class AuditPagesTest {
  private final Galleries nodes = Galleries.emptied("one");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "UPDATE one.audit SET actor = 'nobody' WHERE | 2 | entry 2 was changed",
        "UPDATE one.audit SET actor = null WHERE | 2 | entry 2 cannot be read",
        "DELETE FROM one.audit WHERE | 2 | entry 2 is missing",
        "DELETE FROM one.audit WHERE | 3 | entry 3 is missing: the log's end was cut off"
      })
  void showsWhereItWasEdited(String edit, long sequence, String found) {
    try (CassandraGallery store = nodes.open(Galleries.READING, Clock.systemUTC());
        CqlSession session = nodes.session()) {
      Calls.create(store);
      store.enrol("key_1", Calls.enrolment(1));
      session.execute(edit + " page = 0 AND sequence = " + sequence);
      assertEquals(found, store.verifyAudit(Optional.empty()).message());
    }
  }
}
