package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/** One loop over all rows: what the kernel must agree with. */
final class PlainVectors implements VectorIndex {
  private final Map<Long, float[]> rows = new ConcurrentSkipListMap<>();
  private long next;

  @Override
  public synchronized long append(UnitVectors added) {
    long first = next;
    for (int i = 0; i < added.size(); i++) {
      rows.put(next++, added.row(i));
    }
    return first;
  }

  @Override
  public void remove(long row) {
    rows.remove(row);
  }

  @Override
  public List<List<Match>> search(UnitVectors queries, int k, LongUnaryOperator group) {
    return IntStream.range(0, queries.size())
        .mapToObj(i -> best(queries.row(i), k, group))
        .toList();
  }

  private List<Match> best(float[] query, int k, LongUnaryOperator group) {
    Set<Long> seen = new HashSet<>();
    return rows.entrySet().stream()
        .map(entry -> new Match(entry.getKey(), Rows.product(query, entry.getValue())))
        .sorted(
            Comparator.comparingDouble((Match match) -> -match.cosine())
                .thenComparingLong(Match::row))
        .filter(match -> seen.add(group.applyAsLong(match.row())))
        .limit(k)
        .toList();
  }

  @Override
  public void close() {
    rows.clear();
  }
}
