package dev.routeface.eval.devkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where some distractors stand in the lists of an experiment: all of them, or those of one shard.
 * Distractors that stand in the same lists lie together, so that one pass serves every list.
 */
public final class Placement {
  /** The place of a distractor in a list that it does not stand in. */
  public static final int NOWHERE = -1;

  private final int[] sizes;
  private final int[][] places;
  private final List<Group> groups = new ArrayList<>();
  private final int[] rows;

  /**
   * Consecutive distractors that stand in the same lists.
   *
   * @param from the first of them
   * @param to after the last
   * @param lists ascending
   */
  record Group(int from, int to, List<Integer> lists) {}

  /**
   * Takes the arrays over.
   *
   * @param sizes length of every list, whole
   * @param places of every list, the place of each row of a source, or {@link #NOWHERE}
   */
  public Placement(int[] sizes, int[][] places) {
    this.sizes = sizes;
    this.places = places;
    Map<BitSet, List<Integer>> together = new LinkedHashMap<>();
    for (int row = 0; row < places[0].length; row++) {
      BitSet lists = lists(row);
      if (!lists.isEmpty()) {
        together.computeIfAbsent(lists, l -> new ArrayList<>()).add(row);
      }
    }
    together.forEach(this::add);
    this.rows =
        together.values().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
  }

  private BitSet lists(int row) {
    BitSet lists = new BitSet();
    IntStream.range(0, sizes.length)
        .filter(list -> places[list][row] != NOWHERE)
        .forEach(lists::set);
    return lists;
  }

  private void add(BitSet lists, List<Integer> members) {
    int from = groups.isEmpty() ? 0 : groups.get(groups.size() - 1).to();
    groups.add(new Group(from, from + members.size(), lists.stream().boxed().toList()));
  }

  /**
   * Consecutive rows of the one list that has every distractor there is.
   *
   * @param size of that list
   * @param first place of the first of these
   * @param count how many these are
   */
  public static Placement all(int size, int first, int count) {
    return new Placement(
        new int[] {size}, new int[][] {IntStream.range(first, first + count).toArray()});
  }

  List<Group> groups() {
    return groups;
  }

  /** The rows of the source that are a group's. */
  int[] rows(Group group) {
    return Arrays.copyOfRange(rows, group.from(), group.to());
  }

  /** Number of lists. */
  int size() {
    return sizes.length;
  }

  /** Length of a list, whole. */
  int size(int list) {
    return sizes[list];
  }

  /** Where a distractor stands in one of its lists. */
  int place(int list, int distractor) {
    return places[list][rows[distractor]];
  }
}
