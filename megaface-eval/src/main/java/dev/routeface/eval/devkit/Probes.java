package dev.routeface.eval.devkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Probe images and whose they are.
 *
 * @param features one row per image
 * @param ids identity of each row
 */
public record Probes(Features features, List<String> ids) {
  public Probes {
    ids = List.copyOf(ids);
    if (ids.size() != features.size()) {
      throw new IllegalArgumentException(
          "expected an id for each of %d probes, found %d".formatted(features.size(), ids.size()));
    }
  }

  /** Some rows with their identities. */
  public Probes select(int[] rows) {
    return new Probes(features.select(rows), Arrays.stream(rows).mapToObj(ids::get).toList());
  }

  /**
   * Rows of every identity, in order; identities in the order in which the devkit's map has them.
   */
  List<int[]> members() {
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int row = 0; row < ids.size(); row++) {
      members.computeIfAbsent(ids.get(row), id -> new ArrayList<>()).add(row);
    }
    return members.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Score of two probes. */
  float score(int a, int b) {
    return features.score(a, b);
  }
}
