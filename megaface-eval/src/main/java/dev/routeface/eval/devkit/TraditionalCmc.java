package dev.routeface.eval.devkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The devkit's second curve: one image of every identity in the gallery together with all
 * distractors, every other image a probe; ten such galleries, drawn always alike. The rank counts
 * the distractors and the other identities' faces that are strictly above the mate.
 */
final class TraditionalCmc {
  private final Probes probes;
  private final List<int[]> members;
  private final List<Search> searches;

  /**
   * A probe that looks for one mate.
   *
   * @param strangers faces of other identities in the gallery that are strictly above the mate
   */
  private record Search(int probe, int mate, int strangers) {}

  /** The rank of a probe's mate among the distractors. */
  @FunctionalInterface
  interface Ranks {
    int of(int probe, int mate);
  }

  /** The galleries are the same for every list of distractors, so they are searched once. */
  TraditionalCmc(Probes probes) {
    this.probes = probes;
    this.members = probes.members();
    RandomGalleries draws = new RandomGalleries();
    List<int[]> galleries = new ArrayList<>();
    for (int i = 0; i < RandomGalleries.COUNT; i++) {
      galleries.add(members.stream().mapToInt(rows -> rows[draws.next(rows.length)]).toArray());
    }
    this.searches = galleries.parallelStream().flatMap(this::search).toList();
  }

  /**
   * @param gallery one row of each identity
   */
  private Stream<Search> search(int[] gallery) {
    List<Search> found = new ArrayList<>();
    for (int id = 0; id < gallery.length; id++) {
      for (int probe : members.get(id)) {
        if (probe != gallery[id]) {
          found.add(new Search(probe, gallery[id], strangersAbove(probe, id, gallery)));
        }
      }
    }
    return found.stream();
  }

  private int strangersAbove(int probe, int id, int[] gallery) {
    float mate = probes.score(probe, gallery[id]);
    int above = 0;
    for (int other = 0; other < gallery.length; other++) {
      if (other != id && probes.score(probe, gallery[other]) > mate) {
        above++;
      }
    }
    return above;
  }

  /** Searches by 0-based rank, over all galleries: {@code distractors + identities} entries. */
  long[] counts(int distractors, Ranks ranks) {
    long[] counts = new long[distractors + members.size()];
    searches.forEach(
        search -> counts[ranks.of(search.probe(), search.mate()) + search.strangers()]++);
    return counts;
  }
}
