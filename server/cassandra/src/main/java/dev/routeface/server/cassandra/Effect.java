package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One write of a change, in the form in which it is announced.
 *
 * @param dimension of the faces' table; 0 for other tables
 * @param values of the statement, encoded
 */
record Effect(Verb verb, int dimension, List<ByteBuffer> values) {
  BoundStatement statement(Cql cql) {
    BoundStatementBuilder statement = cql.prepare(verb.cql(dimension)).boundStatementBuilder();
    for (int i = 0; i < values.size(); i++) {
      statement.setBytesUnsafe(i, values.get(i));
    }
    return statement.build();
  }
}
