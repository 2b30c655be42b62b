package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Rows in memory, and the exact best of them for a query. */
interface VectorIndex extends AutoCloseable {
  /**
   * A row that a search found.
   *
   * @param row its number, as {@link #append} gave it
   */
  record Match(long row, float cosine) {}

  /**
   * @return the number of the first row, from 0; the others follow it, and none comes again
   */
  long append(UnitVectors rows);

  void remove(long row);

  /**
   * The best k groups of rows for each query by their best row, best first, of equal ones that with
   * the lower number.
   *
   * @param group of a row; asked by several threads
   */
  List<List<Match>> search(UnitVectors queries, int k, LongUnaryOperator group);

  @Override
  void close();
}
