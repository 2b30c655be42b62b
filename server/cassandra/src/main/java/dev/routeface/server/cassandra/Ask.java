package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;

/** A question, and how many copies answer it. */
@FunctionalInterface
interface Ask {
  Iterable<Row> rows(String cql, Object... values);

  static byte[] bytes(Row row, String column) {
    ByteBuffer buffer = row.getByteBuffer(column);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
