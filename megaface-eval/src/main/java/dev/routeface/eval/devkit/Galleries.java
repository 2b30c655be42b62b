package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Several lists of distractors over one set of images, each image once. MegaFace's lists of
 * different sizes overlap without one containing the other; here images lie together that stand in
 * the same lists, so that one pass over all of them serves every list.
 */
public final class Galleries {
  /** Lists at once: one bit of a long for each. */
  private static final int MOST = 62;

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
   * @param lists paths, each at most once in a list; at most {@value #MOST} lists
   */
  public Galleries(List<List<String>> lists) {
    if (lists.size() > MOST) {
      throw new BadDataException(
          "expected at most %d lists at once, found %d".formatted(MOST, lists.size()));
    }
    this.lists = lists;
    Map<String, Integer> known = new HashMap<>();
    List<String> seen = new ArrayList<>();
    for (List<String> list : lists) {
      for (String path : list) {
        if (known.putIfAbsent(path, seen.size()) == null) {
          seen.add(path);
        }
      }
    }
    long[] memberships = memberships(known);
    int[] order = order(memberships);
    for (int at = 0; at < order.length; at++) {
      paths.add(seen.get(order[at]));
      boolean last = at + 1 == order.length || memberships[order[at]] != memberships[order[at + 1]];
      if (last) {
        int from = groups.isEmpty() ? 0 : groups.get(groups.size() - 1).to();
        groups.add(new Group(from, at + 1, listsOf(memberships[order[at]])));
      }
      known.put(seen.get(order[at]), at);
    }
    this.places = places(known);
  }

  /** Bit {@code n}: whether an image stands in list {@code n}. */
  private long[] memberships(Map<String, Integer> numbers) {
    long[] memberships = new long[numbers.size()];
    for (int list = 0; list < lists.size(); list++) {
      for (String path : lists.get(list)) {
        memberships[numbers.get(path)] |= 1L << list;
      }
    }
    return memberships;
  }

  /** Images that stand in the same lists lie together, in the order in which they were seen. */
  private static int[] order(long[] memberships) {
    return IntStream.range(0, memberships.length)
        .boxed()
        .sorted(Comparator.comparingLong(image -> memberships[image]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<Integer> listsOf(long membership) {
    return BitSet.valueOf(new long[] {membership}).stream().boxed().toList();
  }

  private int[][] places(Map<String, Integer> rows) {
    int[][] found = new int[lists.size()][rows.size()];
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
