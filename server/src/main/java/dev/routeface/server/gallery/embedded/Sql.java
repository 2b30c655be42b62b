package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** A connection, for one thread at a time; statements are prepared once. */
final class Sql implements AutoCloseable {
  /** Reads the row at which a result stands. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sees the row at which a result stands. */
  @FunctionalInterface
  interface Visitor {
    void see(ResultSet row) throws SQLException;
  }

  // SQLite's primary result codes, https://www.sqlite.org/rescode.html
  /** Of statements that were well once: the schema is not the one we wrote. */
  private static final int ERROR = 1;

  private static final int READ_ONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;
  private static final int NOT_A_DATABASE = 26;

  private final Connection connection;
  private final String name;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /**
   * @param name of the database, for messages
   */
  Sql(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Runs a command without parameters that gives no rows, or whose rows do not matter. */
  void run(String command) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * @return the number of rows changed
   */
  int update(String command, Object... values) {
    try {
      return filled(command, values).executeUpdate();
    } catch (SQLException e) {
      throw failure(command, e);
    }
  }

  /** Shows each row; the visitor must not run the same query again. */
  void each(String query, Visitor visitor, Object... values) {
    try (ResultSet rows = filled(query, values).executeQuery()) {
      while (rows.next()) {
        see(rows, visitor);
      }
    } catch (SQLException e) {
      throw failure(query, e);
    }
  }

  <T> List<T> list(String query, Row<T> row, Object... values) {
    List<T> list = new ArrayList<>();
    each(query, rows -> list.add(row.read(rows)), values);
    return list;
  }

  <T> Optional<T> one(String query, Row<T> row, Object... values) {
    return list(query, row, values).stream().findFirst();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private PreparedStatement filled(String command, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(command);
    if (statement == null) {
      statement = connection.prepareStatement(command);
      prepared.put(command, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** What was written cannot break a rule of ours, unless the file was changed since. */
  private void see(ResultSet row, Visitor visitor) throws SQLException {
    try {
      visitor.see(row);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new GalleryException(Problem.DAMAGED, name + ": " + e.getMessage(), e);
    }
  }

  /** The driver closes a statement that failed, so that the next one must be prepared anew. */
  private GalleryException failure(String command, SQLException e) {
    prepared.remove(command);
    return failure(e);
  }

  private GalleryException failure(SQLException e) {
    return new GalleryException(problem(e), name + ": " + e.getMessage(), e);
  }

  /**
   * Whether the database itself failed, so that nothing can be said of its transaction; a broken
   * constraint undoes its own statement alone.
   */
  static boolean failed(RuntimeException e) {
    return e.getCause() instanceof SQLException cause && code(cause) != CONSTRAINT;
  }

  private static Problem problem(SQLException e) {
    return switch (code(e)) {
      case FULL -> Problem.FULL;
      case READ_ONLY -> Problem.READ_ONLY;
      case ERROR, CORRUPT, CONSTRAINT, MISMATCH, NOT_A_DATABASE -> Problem.DAMAGED;
      default -> Problem.UNAVAILABLE;
    };
  }

  /** The primary code; SQLite keeps further ones in higher bits. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException failure ? failure.getResultCode().code & 0xff : -1;
  }
}
