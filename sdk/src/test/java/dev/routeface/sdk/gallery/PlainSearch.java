package dev.routeface.sdk.gallery;

import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a search means: all products, sorted. */
final class PlainSearch {
  private final Map<Long, float[]> rows = new TreeMap<>();
  private long next;

  void append(UnitVectors more) {
    for (int i = 0; i < more.size(); i++) {
      rows.put(next++, more.row(i));
    }
  }

  void remove(long row) {
    rows.remove(row);
  }

  boolean contains(long row) {
    return rows.containsKey(row);
  }

  int size() {
    return rows.size();
  }

  List<List<Match>> search(UnitVectors queries, TopK topK) {
    List<List<Match>> found = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      found.add(search(queries.row(i), topK));
    }
    return found;
  }

  private List<Match> search(float[] query, TopK topK) {
    List<Match> all = new ArrayList<>();
    rows.forEach(
        (number, row) -> {
          if (topK.allowed().test(number)) {
            all.add(new Match(number, Rows.product(query, row)));
          }
        });
    all.sort((a, b) -> a.cosine() == b.cosine() ? 0 : a.cosine() > b.cosine() ? -1 : 1);
    Set<Long> groups = new HashSet<>();
    return all.stream()
        .filter(
            match ->
                topK.group().isEmpty() || groups.add(topK.group().get().applyAsLong(match.row())))
        .limit(topK.k())
        .toList();
  }
}
