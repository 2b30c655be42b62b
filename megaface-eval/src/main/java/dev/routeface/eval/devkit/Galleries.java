package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Several lists of distractors over one set of images, each image once. MegaFace's lists of
 * different sizes overlap without one containing the other.
 */
public final class Galleries {
  private final List<List<String>> lists;
  private final List<String> paths;

  /**
   * @param lists paths, each at most once in a list
   */
  public Galleries(List<List<String>> lists) {
    this.lists = lists;
    Set<String> union = new LinkedHashSet<>();
    lists.forEach(union::addAll);
    this.paths = List.copyOf(union);
  }

  /** Every image once. */
  public List<String> paths() {
    return paths;
  }

  /** Length of every list. */
  public int[] sizes() {
    return lists.stream().mapToInt(List::size).toArray();
  }

  /**
   * Where some images stand.
   *
   * @param images each once; some may be in no list
   * @return for every list, the place of each image, or {@link Placement#NOWHERE}
   */
  public int[][] places(List<String> images) {
    Map<String, Integer> rows = rows(images);
    int[][] places = new int[lists.size()][images.size()];
    for (int list = 0; list < places.length; list++) {
      Arrays.fill(places[list], Placement.NOWHERE);
      for (int place = 0; place < lists.get(list).size(); place++) {
        int row = rows.getOrDefault(lists.get(list).get(place), Placement.NOWHERE);
        if (row != Placement.NOWHERE) {
          places[list][row] = place;
        }
      }
    }
    return places;
  }

  /** Where {@link #paths} stand. */
  Placement placement() {
    return new Placement(sizes(), places(paths));
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
    Map<String, Integer> rows = rows(paths);
    return others.paths.stream().mapToInt(rows::get).toArray();
  }

  private static Map<String, Integer> rows(Collection<String> images) {
    Map<String, Integer> rows = new HashMap<>();
    images.forEach(path -> rows.put(path, rows.size()));
    return rows;
  }
}
