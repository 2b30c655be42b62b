package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.routeface.models.io.BadDataException;
import java.util.List;

/**
 * The tables. A collection is spread over {@link #BUCKETS} partitions by a hash of subject ids, so
 * that none grows without measure, and faces of one dimension share a table, because a vector
 * column has one length.
 *
 * <p>Deleted rows leave the disks a day later, by the next compaction, and not after Cassandra's
 * usual ten days. A node that was away for longer must be rebuilt before it returns.
 */
final class Schema {
  static final int BUCKETS = 8;

  private static final String BRIEF = " AND gc_grace_seconds = 86400";

  private static final List<String> TABLES =
      List.of(
          "log_end (chain int PRIMARY KEY, sequence bigint, hash text, intent uuid, master blob)",
          "audit (page bigint, sequence bigint, time bigint, actor text, action text,"
              + " objects frozen<list<text>>, details frozen<map<text, text>>, previous text,"
              + " hash text, PRIMARY KEY (page, sequence))",
          "intents (id uuid, position int, verb text, dimension int, amounts frozen<list<blob>>,"
              + " PRIMARY KEY (id, position)) WITH comment = 'changes on their way'"
              + BRIEF,
          "collections (part int, id text, contract text, dimension int, turn uuid, key blob,"
              + " description text, compatible frozen<set<text>>, subjects bigint, faces bigint,"
              + " generation int, version bigint, created bigint, changed bigint,"
              + " PRIMARY KEY (part, id)) WITH comment = ''"
              + BRIEF,
          "subjects (collection text, bucket int, subject text, key blob, profile blob,"
              + " retention bigint, faces bigint, version bigint, created bigint,"
              + " PRIMARY KEY ((collection, bucket), subject)) WITH comment = ''"
              + BRIEF,
          "repeats (actor text, key text, tag blob, faces frozen<list<text>>, time bigint,"
              + " PRIMARY KEY ((actor, key)))");

  private Schema() {}

  /** Makes what is not there. */
  static void create(CqlSession session, String keyspace, int replication) {
    session.execute(
        ("CREATE KEYSPACE IF NOT EXISTS %s WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'replication_factor': %d}")
            .formatted(keyspace, replication));
    session.execute("USE " + keyspace);
    TABLES.forEach(table -> session.execute("CREATE TABLE IF NOT EXISTS " + table));
  }

  /** Refuses to begin a gallery. */
  static void use(CqlSession session, String keyspace) {
    if (session.getMetadata().getKeyspace(keyspace).flatMap(k -> k.getTable("log_end")).isEmpty()) {
      throw new BadDataException(
          "cassandra: expected a gallery in keyspace %s, found none".formatted(keyspace));
    }
    session.execute("USE " + keyspace);
  }

  /** Makes the table of all faces of one dimension, and its index. */
  static void createFaces(CqlSession session, int dimension) {
    session.execute(
        ("CREATE TABLE IF NOT EXISTS faces_%d (collection text, turn uuid, bucket int,"
                + " subject text, face text, number bigint, enrolled bigint, sealed blob,"
                + " template vector<float, %<d>,"
                + " PRIMARY KEY ((collection, turn, bucket), subject, face))"
                + " WITH comment = ''"
                + BRIEF)
            .formatted(dimension));
    session.execute(
        ("CREATE CUSTOM INDEX IF NOT EXISTS faces_%d_template ON faces_%<d (template)"
                + " USING 'StorageAttachedIndex' WITH OPTIONS ="
                + " {'similarity_function': 'dot_product'}")
            .formatted(dimension));
  }

  /** The same for ever: rows are found by it. */
  static int bucket(String subject) {
    int hash = subject.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), BUCKETS);
  }
}
