package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Several lists of distractors over one set of images, each image once. MegaFace's lists of
 * different sizes overlap without one containing the other; here images lie together that stand in
 * the same lists, so that one pass over all of them serves every list.
 */
public final class Galleries {
  private final List<String> paths = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<List<String>> lists;
  private final int[][] places;

  /**
   * Consecutive images that stand in the same lists.
   *
   * @param from first row
   * @param to row after the last
   * @param lists ascending
   */
  record Group(int from, int to, List<Integer> lists) {}

  /**
   * @param lists paths, each at most once in a list
   */
  public Galleries(List<List<String>> lists) {
    Map<String, BitSet> memberships = new LinkedHashMap<>();
    for (int list = 0; list < lists.size(); list++) {
      for (String path : lists.get(list)) {
        memberships.computeIfAbsent(path, p -> new BitSet()).set(list);
      }
    }
    Map<BitSet, List<String>> together = new LinkedHashMap<>();
    memberships.forEach(
        (path, in) -> together.computeIfAbsent(in, k -> new ArrayList<>()).add(path));
    together.forEach(
        (in, members) -> {
          int from = paths.size();
          paths.addAll(members);
          groups.add(new Group(from, paths.size(), in.stream().boxed().toList()));
        });
    this.lists = lists;
    this.places = places(lists);
  }

  private int[][] places(List<List<String>> lists) {
    Map<String, Integer> rows = rows();
    int[][] found = new int[lists.size()][paths.size()];
    for (int list = 0; list < found.length; list++) {
      for (int place = 0; place < lists.get(list).size(); place++) {
        found[list][rows.get(lists.get(list).get(place))] = place;
      }
    }
    return found;
  }

  /** Every image once, group by group. */
  public List<String> paths() {
    return paths;
  }

  List<Group> groups() {
    return groups;
  }

  /** The same lists, each changed. */
  public Galleries each(UnaryOperator<List<String>> change) {
    List<List<String>> changed = lists.stream().map(change).toList();
    if (changed.stream().anyMatch(List::isEmpty)) {
      throw new BadDataException(
          "expected a distractor that is no noise in every list, found a list of noise alone");
    }
    return new Galleries(changed);
  }

  /** The rows here of every image of {@code others}, whose images are among these. */
  public int[] rows(Galleries others) {
    Map<String, Integer> rows = rows();
    return others.paths.stream().mapToInt(rows::get).toArray();
  }

  private Map<String, Integer> rows() {
    Map<String, Integer> rows = new HashMap<>();
    paths.forEach(path -> rows.put(path, rows.size()));
    return rows;
  }

  /** Number of lists. */
  int size() {
    return places.length;
  }

  /** Length of a list. */
  int size(int list) {
    return lists.get(list).size();
  }

  /** Where a row stands in one of its lists. */
  int place(int list, int row) {
    return places[list][row];
  }
}
