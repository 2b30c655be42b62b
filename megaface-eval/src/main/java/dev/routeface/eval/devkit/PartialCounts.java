package dev.routeface.eval.devkit;

import dev.routeface.models.io.BadDataException;
import java.util.ArrayList;
import java.util.List;

/**
 * What some of the distractors add to an experiment. Every figure follows from numbers that may be
 * counted apart and added: sums, and the highest of a multitude. So parts may be counted on any
 * machine, in any order, and their sum is the whole, to the last bit; a part that is counted again
 * has the same bytes.
 */
public final class PartialCounts {
  static final SealedBytes FORM = new SealedBytes("RFCOUNT1");

  private final List<Counts> lists;

  /** Takes over what was counted for each list. */
  PartialCounts(List<Counts> lists) {
    this.lists = lists;
  }

  /**
   * As {@link #bytes} made them.
   *
   * @throws BadDataException if the bytes are cut, damaged or something else
   */
  public static PartialCounts of(byte[] bytes) {
    return FORM.read(
        bytes,
        in -> {
          List<Counts> lists = new ArrayList<>();
          for (int count = FORM.count(in, Counts.LEAST_BYTES); count > 0; count--) {
            lists.add(new Counts(in));
          }
          return new PartialCounts(lists);
        });
  }

  /** To be sent; equal counts have equal bytes. */
  public byte[] bytes() {
    return FORM.write(
        out -> {
          out.writeInt(lists.size());
          for (Counts list : lists) {
            list.write(out);
          }
        });
  }

  /**
   * Adds what was counted of other distractors to this.
   *
   * @return this
   * @throws IllegalArgumentException if it was counted for other probes or other lists
   */
  public PartialCounts add(PartialCounts more) {
    boolean alike = lists.size() == more.lists.size();
    for (int list = 0; alike && list < lists.size(); list++) {
      alike = lists.get(list).isLike(more.lists.get(list));
    }
    if (!alike) {
      throw new IllegalArgumentException("expected counts of one experiment, found two");
    }
    for (int list = 0; list < lists.size(); list++) {
      lists.get(list).add(more.lists.get(list));
    }
    return this;
  }

  /**
   * What the counts of all distractors say.
   *
   * @param probes that they were counted for
   * @return one for each list, in their order
   * @throws IllegalStateException if distractors are missing, or some were counted twice
   */
  public List<Identification> identifications(Probes probes) {
    lists.forEach(PartialCounts::requireWhole);
    Searches searches = Searches.of(probes);
    return lists.stream().map(list -> new Identification(searches, list)).toList();
  }

  private static void requireWhole(Counts list) {
    if (list.distractors() != list.size()) {
      throw new IllegalStateException(
          "expected the counts of %d distractors, found those of %d"
              .formatted(list.size(), list.distractors()));
    }
  }
}
