package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * McNemar's test of two deciders on the same independent trials (Psychometrika 12, 1947), exact.
 * Trials that both get right or both get wrong say nothing; of the others each falls to either side
 * with chance one half, if the deciders are equally good. Both p-values are two-sided:
 *
 * <ul>
 *   <li>{@link #exact}: twice the binomial tail, at most 1; never too small
 *   <li>{@link #midP}: the same with half of the observed count's own chance, less cautious and
 *       nearer to its nominal level (Fagerland, Lydersen, Laake, BMC Medical Research Methodology
 *       13:91, 2013)
 * </ul>
 *
 * @param onlyFirst trials that only the first decider got right, at least 0
 * @param onlySecond trials that only the second got right, at least 0
 */
public record McNemar(int onlyFirst, int onlySecond) {
  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "expected counts of at least 0, found %d and %d".formatted(onlyFirst, onlySecond));
    }
  }

  /** 0..1. */
  public double exact() {
    return Math.min(1, 2 * fewerThan(fewer() + 1));
  }

  /** 0..1. */
  public double midP() {
    return 2 * fewerThan(fewer()) + coin().probability(fewer());
  }

  /** Added up from the smallest: a tail taken from 1 has no digits left where it matters. */
  private double fewerThan(int count) {
    BinomialDistribution coin = coin();
    return IntStream.range(0, count).mapToDouble(coin::probability).sum();
  }

  private int fewer() {
    return Math.min(onlyFirst, onlySecond);
  }

  private BinomialDistribution coin() {
    return new BinomialDistribution(null, onlyFirst + onlySecond, 0.5);
  }

  public ObjectNode toJson() {
    return Fields.object()
        .put("onlyFirst", onlyFirst)
        .put("onlySecond", onlySecond)
        .put("exact", exact())
        .put("midP", midP());
  }
}
