package dev.routeface.server.gallery;

import dev.routeface.sdk.math.UnitVectors;

/**
 * A search for several faces at once.
 *
 * @param contract of the queries: the collection's own, or one that its settings call compatible
 * @param queries (N, D)
 * @param candidates how many subjects to give for each query, at least one
 */
public record SearchQuery(String collection, String contract, UnitVectors queries, int candidates) {
  public SearchQuery {
    Name.checked("collection", collection);
    if (candidates < 1) {
      throw new IllegalArgumentException(
          "candidates: expected at least 1, found %d".formatted(candidates));
    }
  }
}
