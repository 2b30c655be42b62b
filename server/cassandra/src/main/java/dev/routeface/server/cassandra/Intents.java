package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes that are announced before they are done. Announcements are written once and deleted once,
 * at times 1 and 2, whatever the clocks say. One that nobody came to make is gone after a week; one
 * that was made is finished long before, by the next change, start or purge.
 */
final class Intents {
  private final Cql cql;

  Intents(Cql cql) {
    this.cql = cql;
  }

  UUID announce(List<Effect> effects) {
    UUID id = UUID.randomUUID();
    List<BoundStatement> rows = new ArrayList<>();
    for (Effect effect : effects) {
      rows.add(
          cql.bind(
              "INSERT INTO intents (id, position, verb, dimension, amounts)"
                  + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP 1 AND TTL 604800",
              id,
              rows.size(),
              effect.verb().name(),
              effect.dimension(),
              effect.values()));
    }
    cql.write(rows);
    return id;
  }

  /** None if they are done. */
  List<Effect> read(UUID id) {
    List<Effect> effects = new ArrayList<>();
    for (Row row : cql.readFirmly("SELECT * FROM intents WHERE id = ?", id)) {
      effects.add(
          new Effect(
              Verb.valueOf(row.getString("verb")),
              row.getInt("dimension"),
              row.getList("amounts", ByteBuffer.class)));
    }
    return effects;
  }

  void retract(UUID id) {
    cql.write(cql.bind("DELETE FROM intents USING TIMESTAMP 2 WHERE id = ?", id));
  }
}
