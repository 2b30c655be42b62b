package dev.routeface.eval.build;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which distractors stand in which list.
 *
 * @param sizes of the lists, each at least 1 and once
 * @param sets lists of every size, at least 1
 * @param nesting whether lists of one set contain each other
 * @param seed of all draws
 */
public record DistractorDraw(List<Integer> sizes, int sets, Nesting nesting, Seed seed) {
  /** How lists of different sizes of one set are related; those of two sets never are. */
  public enum Nesting {
    /** A list begins with all smaller ones, so that a mate's rank can only grow with the size. */
    NESTED,
    /** Every list is a draw of its own, as MegaFace's are. */
    INDEPENDENT
  }

  /**
   * One list.
   *
   * @param set from 1
   */
  public record Drawn(int size, int set, TemplateList list) {
    /** The name that the devkit looks for. */
    public String fileName() {
      return "megaface_features_list.json_%d_%d".formatted(size, set);
    }
  }

  public DistractorDraw {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || Collections.min(sizes) < 1 || sets < 1) {
      throw new IllegalArgumentException(
          "expected sizes and sets of at least 1, found %s and %d".formatted(sizes, sets));
    }
    if (new HashSet<>(sizes).size() < sizes.size()) {
      throw new IllegalArgumentException("expected every size once, found " + sizes);
    }
  }

  /**
   * Draws every list.
   *
   * @param pool paths of all images that may be distractors
   * @throws BadDataException if there are fewer than the largest size
   */
  public List<Drawn> from(List<String> pool) {
    int largest = Collections.max(sizes);
    if (pool.size() < largest) {
      throw new BadDataException(
          "expected at least %d distractors, found %d".formatted(largest, pool.size()));
    }
    List<Drawn> lists = new ArrayList<>();
    for (int size : sizes) {
      for (int set = 1; set <= sets; set++) {
        List<String> paths =
            Arrays.stream(order(size, set, pool.size()), 0, size).mapToObj(pool::get).toList();
        lists.add(new Drawn(size, set, new TemplateList(paths, Optional.empty())));
      }
    }
    return lists;
  }

  private int[] order(int size, int set, int pool) {
    return switch (nesting) {
      case NESTED -> seed.at("distractors", set).permutation(pool);
      case INDEPENDENT -> seed.at("distractors", set, size).permutation(pool);
    };
  }
}
