package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.gallery.GalleryIndex;
import dev.routeface.sdk.gallery.MemoryFullException;
import dev.routeface.sdk.gallery.TopK;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The kernel of {@code sdk.gallery}: all rows outside the heap, most of them dismissed by bounds.
 */
record ExactVectors(GalleryIndex index) implements VectorIndex {
  static ExactVectors of(int dimension) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new ExactVectors(GalleryIndex.open(dimension, threads));
  }

  @Override
  public long append(UnitVectors rows) {
    try {
      return index.append(rows);
    } catch (MemoryFullException e) {
      throw new GalleryException(Problem.FULL, "the index in memory: " + e.getMessage(), e);
    }
  }

  @Override
  public void remove(long row) {
    index.remove(row);
  }

  @Override
  public List<List<Match>> search(UnitVectors queries, int k, LongUnaryOperator group) {
    return index.search(queries, TopK.of(k).oncePer(group)).stream()
        .map(found -> found.stream().map(m -> new Match(m.row(), m.cosine())).toList())
        .toList();
  }

  @Override
  public void close() {
    index.close();
  }
}
