package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import dev.routeface.models.io.Sha256;
import dev.routeface.server.cassandra.CassandraOptions.Reading;
import dev.routeface.server.gallery.seal.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * A gallery on the two nodes, with a master key of its own.
 *
 * @param keyspace its name
 */
record Galleries(String keyspace) {
  static final Reading READING = new Reading(DefaultConsistencyLevel.ONE, 50, false);
  static final Reading SCANNING = new Reading(DefaultConsistencyLevel.ONE, 50, true);

  /** One without anything in it: tables are made once, because that takes seconds. */
  static Galleries emptied(String keyspace) {
    Galleries gallery = new Galleries(keyspace);
    try (CqlSession session = gallery.session()) {
      session
          .getMetadata()
          .getKeyspace(keyspace)
          .ifPresent(
              there ->
                  there.getTables().values().stream()
                      .map(TableMetadata::getName)
                      .forEach(table -> session.execute("TRUNCATE " + keyspace + "." + table)));
    }
    return gallery;
  }

  CqlSession session() {
    return CassandraGallery.session(options(READING));
  }

  /** With requests of the test's own making. */
  CassandraGallery over(Cql cql) {
    return new CassandraGallery(cql, Seals.of(master()), Clock.systemUTC(), READING);
  }

  CassandraGallery open(Reading reading, Clock clock) {
    return CassandraGallery.open(options(reading), master(), clock);
  }

  MasterKey master() {
    return MasterKey.of(Sha256.ofBytes(keyspace.getBytes(StandardCharsets.UTF_8)), keyspace);
  }

  CassandraOptions options(Reading reading) {
    return new CassandraOptions(TwoNodes.running().contacts(), "datacenter1", keyspace, 2, reading);
  }
}
