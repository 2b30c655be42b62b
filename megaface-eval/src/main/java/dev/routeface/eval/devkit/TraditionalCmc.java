package dev.routeface.eval.devkit;

import java.util.List;

/**
 * The devkit's second curve: one image of every identity in the gallery together with all
 * distractors, every other image a probe; ten such galleries, drawn always alike. The rank counts
 * the distractors and the other identities' faces that are strictly above the mate.
 */
final class TraditionalCmc {
  private final Probes probes;
  private final List<int[]> members;
  private final Ranks ranks;
  private final long[] counts;

  /** The rank of a probe's mate among the distractors. */
  @FunctionalInterface
  interface Ranks {
    int of(int probe, int mate);
  }

  private TraditionalCmc(Probes probes, int distractors, Ranks ranks) {
    this.probes = probes;
    this.members = probes.members();
    this.ranks = ranks;
    this.counts = new long[distractors + members.size()];
  }

  /** Searches by 0-based rank, over all galleries: {@code distractors + identities} entries. */
  static long[] counts(Probes probes, int distractors, Ranks ranks) {
    TraditionalCmc cmc = new TraditionalCmc(probes, distractors, ranks);
    RandomGalleries draws = new RandomGalleries();
    for (int gallery = 0; gallery < RandomGalleries.COUNT; gallery++) {
      cmc.search(cmc.members.stream().mapToInt(rows -> rows[draws.next(rows.length)]).toArray());
    }
    return cmc.counts;
  }

  /** The gallery holds one row of each identity. */
  private void search(int[] gallery) {
    for (int id = 0; id < gallery.length; id++) {
      for (int probe : members.get(id)) {
        if (probe != gallery[id]) {
          counts[ranks.of(probe, gallery[id]) + strangersAbove(probe, id, gallery)]++;
        }
      }
    }
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
}
