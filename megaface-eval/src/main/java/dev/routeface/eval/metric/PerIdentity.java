package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A figure kept apart by person, because images of one person are no independent evidence: for each
 * identity a total over its pairs (hits, expected hits, or a difference of such) and the number of
 * pairs. Averages, intervals and paired comparisons are all made of this.
 */
public final class PerIdentity {
  private final double[] totals;
  private final int[] pairs;

  private PerIdentity(double[] totals, int[] pairs) {
    this.totals = totals;
    this.pairs = pairs;
  }

  /**
   * Copies both.
   *
   * @param totals finite, one per identity; 0 where there are no pairs
   * @param pairs at least 0, one per identity, not all 0
   */
  public static PerIdentity of(double[] totals, int[] pairs) {
    if (totals.length != pairs.length) {
      throw new IllegalArgumentException(
          "expected totals and pairs of as many identities, found %d and %d"
              .formatted(totals.length, pairs.length));
    }
    for (int id = 0; id < pairs.length; id++) {
      if (pairs[id] < 0 || !Double.isFinite(totals[id]) || (pairs[id] == 0 && totals[id] != 0)) {
        throw new IllegalArgumentException(
            "expected a finite total over pairs, found %s over %d in identity %d"
                .formatted(totals[id], pairs[id], id));
      }
    }
    if (Arrays.stream(pairs).noneMatch(n -> n > 0)) {
      throw new IllegalArgumentException("expected an identity with a pair of images, found none");
    }
    return new PerIdentity(totals.clone(), pairs.clone());
  }

  /** Adds pairs one at a time. */
  public static final class Tally {
    private final double[] totals;
    private final int[] pairs;

    public Tally(int identities) {
      totals = new double[identities];
      pairs = new int[identities];
    }

    public void add(int identity, double value) {
      totals[identity] += value;
      pairs[identity]++;
    }

    public PerIdentity done() {
      return of(totals, pairs);
    }
  }

  /** Identities, those without pairs included. */
  public int size() {
    return pairs.length;
  }

  public double total(int identity) {
    return totals[identity];
  }

  public int pairs(int identity) {
    return pairs[identity];
  }

  /** Pairs of all identities. */
  public long pairs() {
    return Arrays.stream(pairs).asLongStream().sum();
  }

  /** The identities that have pairs, ascending. */
  public int[] contributing() {
    return IntStream.range(0, pairs.length).filter(id -> pairs[id] > 0).toArray();
  }

  public double average(Averaging averaging) {
    return averaging.of(this, contributing());
  }

  /** The difference of two models on the same pairs, person by person. */
  public PerIdentity minus(PerIdentity baseline) {
    requireSamePairs(baseline);
    return new PerIdentity(
        IntStream.range(0, size()).mapToDouble(id -> totals[id] - baseline.totals[id]).toArray(),
        pairs);
  }

  /** What a rate leaves: hits for misses, over the same pairs. */
  public PerIdentity complement() {
    return new PerIdentity(
        IntStream.range(0, size()).mapToDouble(id -> pairs[id] - totals[id]).toArray(), pairs);
  }

  /** The mean of several runs on the same pairs, for instance of one recipe under several seeds. */
  public static PerIdentity mean(List<PerIdentity> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("expected at least one run, found none");
    }
    PerIdentity first = runs.get(0);
    runs.forEach(first::requireSamePairs);
    return new PerIdentity(
        IntStream.range(0, first.size())
            .mapToDouble(id -> runs.stream().mapToDouble(r -> r.totals[id]).sum() / runs.size())
            .toArray(),
        first.pairs);
  }

  private void requireSamePairs(PerIdentity other) {
    if (!Arrays.equals(pairs, other.pairs)) {
      throw new IllegalArgumentException(
          "expected two figures over the same pairs, found %d pairs of %d identities and %d of %d"
              .formatted(pairs(), size(), other.pairs(), other.size()));
    }
  }

  /** {@code {"totals": [...], "pairs": [...]}}, one entry per identity. */
  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    Arrays.stream(totals).forEach(json.withArray("totals")::add);
    Arrays.stream(pairs).forEach(json.withArray("pairs")::add);
    return json;
  }

  public static PerIdentity of(Fields fields) {
    int[] pairs =
        fields.integers("pairs", 0, Integer.MAX_VALUE).stream().mapToInt(n -> n).toArray();
    double[] totals = fields.numbers("totals", pairs.length, -Double.MAX_VALUE, Double.MAX_VALUE);
    return of(totals, pairs);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PerIdentity that
        && Arrays.equals(totals, that.totals)
        && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(totals) + Arrays.hashCode(pairs);
  }

  @Override
  public String toString() {
    return "%d pairs of %d identities, %.4f by pairs, %.4f by identities"
        .formatted(
            pairs(),
            contributing().length,
            average(Averaging.PAIRS),
            average(Averaging.IDENTITIES));
  }
}
