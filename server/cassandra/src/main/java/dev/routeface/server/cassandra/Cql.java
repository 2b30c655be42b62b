package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Statements and how many copies must answer them. Every failure to reach them is an outage. */
class Cql implements AutoCloseable {
  /** Requests under way at once: enough to keep a few nodes busy, too few to drown them. */
  private static final int AT_ONCE = 64;

  private final CqlSession session;
  private final ConsistencyLevel reads;
  private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();

  Cql(CqlSession session, ConsistencyLevel reads) {
    this.session = session;
    this.reads = reads;
  }

  BoundStatement bind(String cql, Object... values) {
    if (session.isClosed()) {
      throw new GalleryException(Problem.UNAVAILABLE, "cassandra: the gallery is closed");
    }
    return prepare(cql).bind(values);
  }

  PreparedStatement prepare(String cql) {
    return Outage.guard(() -> prepared.computeIfAbsent(cql, session::prepare));
  }

  /** For questions that callers ask. */
  Iterable<Row> read(String cql, Object... values) {
    return ask(bind(cql, values).setConsistencyLevel(reads).setIdempotent(true));
  }

  /** For questions that a change depends on: sees every change that was acknowledged. */
  Iterable<Row> readFirmly(String cql, Object... values) {
    return ask(
        bind(cql, values).setConsistencyLevel(DefaultConsistencyLevel.QUORUM).setIdempotent(true));
  }

  /** Sees every change of the row that was made, and completes one under way. */
  Row readSerially(String cql, Object... values) {
    return ask(bind(cql, values).setConsistencyLevel(DefaultConsistencyLevel.SERIAL)).one();
  }

  /** A compare-and-set; whatever the driver throws comes through, for it may mean "perhaps". */
  boolean moves(String cql, Object... values) {
    return session
        .execute(bind(cql, values).setConsistencyLevel(DefaultConsistencyLevel.QUORUM))
        .wasApplied();
  }

  /** The one row, if there is one. */
  static Optional<Row> one(Iterable<Row> rows) {
    Iterator<Row> found = rows.iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }

  /** Any node's answer at once. An index answers for one copy only, whoever asks for more. */
  CompletionStage<AsyncResultSet> nearby(BoundStatement statement) {
    return session.executeAsync(
        statement.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_ONE).setIdempotent(true));
  }

  /** Returns when a quorum has each of them; they may be repeated without harm. */
  void write(Collection<BoundStatement> statements) {
    Runnable all =
        () -> {
          Deque<CompletionStage<AsyncResultSet>> underWay = new ArrayDeque<>();
          for (BoundStatement statement : statements) {
            if (underWay.size() == AT_ONCE) {
              await(underWay.remove());
            }
            underWay.add(
                session.executeAsync(
                    statement
                        .setConsistencyLevel(DefaultConsistencyLevel.QUORUM)
                        .setIdempotent(true)));
          }
          underWay.forEach(Cql::await);
        };
    Outage.guard(all);
  }

  void write(BoundStatement statement) {
    write(List.of(statement));
  }

  /** The statement's answer, or its own exception. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : e;
    }
  }

  private ResultSet ask(BoundStatement statement) {
    Supplier<ResultSet> answer = () -> session.execute(statement);
    return Outage.guard(answer);
  }

  CqlSession session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
  }
}
