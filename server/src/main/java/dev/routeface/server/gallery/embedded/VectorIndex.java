package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import java.util.List;

/** Rows in memory, and the exact best of them for a query. Safe for use by many threads. */
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

  /** The best k rows of each query, best first, of equal ones the lower number. */
  List<List<Match>> search(UnitVectors queries, int k);

  @Override
  void close();
}
