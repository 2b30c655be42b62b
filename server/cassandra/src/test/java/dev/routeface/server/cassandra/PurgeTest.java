package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SubjectRef;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Every service looks for people whose retention has ended, and others change people meanwhile. */
class PurgeTest {
  private static final Instant ENDED = Instant.parse("2026-01-01T00:00:00Z");

  private final Galleries nodes = Galleries.emptied("one");

  private static SubjectRef person(String id) {
    return new SubjectRef("staff", id);
  }

  @Test
  void leavesWhomSomebodyElseErasedOrGaveMoreTime() {
    try (CassandraGallery other = nodes.open(Galleries.READING, Clock.systemUTC());
        CqlSession session = nodes.session()) {
      Calls.create(other);
      for (String id : List.of("due", "erased", "kept")) {
        other.createSubject(
            "key_1", person(id), new Profile("paper", Optional.of(ENDED), Map.of()));
      }
      session.execute("USE one");
      Cql meanwhile =
          new SlowCql(
              session,
              () -> {
                other.erase("key_2", List.of(person("erased")));
                other.updateSubject(
                    "key_2", person("kept"), Profile.consented("paper"), OptionalLong.empty());
              });
      assertEquals(1, nodes.over(meanwhile).purge("retention", ENDED).size());
      assertTrue(other.subject(person("due")).isEmpty());
      assertTrue(other.subject(person("kept")).isPresent());
    }
  }

  /** Others are at work after it has read whose retention ended. */
  private static final class SlowCql extends Cql {
    private Optional<Runnable> others;

    SlowCql(CqlSession session, Runnable others) {
      super(session, Galleries.READING.consistency());
      this.others = Optional.of(others);
    }

    @Override
    Iterable<Row> readFirmly(String cql, Object... values) {
      if (cql.startsWith("SELECT * FROM subjects")) {
        Optional<Runnable> now = others;
        others = Optional.empty();
        now.ifPresent(Runnable::run);
      }
      return super.readFirmly(cql, values);
    }
  }
}
