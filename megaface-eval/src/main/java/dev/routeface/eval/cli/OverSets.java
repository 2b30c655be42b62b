package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/** Figures over the sets of one size: MegaFace has three lists of each. */
final class OverSets {
  private static final String CAPTION =
      "Percent, mean ± standard deviation over the sets of a size; the deviation is that of a sample,"
          + " divided by one less than there are sets. An asterisk marks a rate with fewer than 10"
          + " expected false positives in a set: too few to rely on.";
  private static final List<String> HEADER =
      List.of("lists", "sets", "rank-1", "rank-10", "TPR @ FPR 1e-6");

  /** As in {@code OperatingPoint}. */
  private static final int ENOUGH = 10;

  private final double fpr;
  private final Map<String, List<Identification>> lists = new LinkedHashMap<>();

  /**
   * @param fpr that the column of true positive rates stands for
   */
  OverSets(double fpr) {
    this.fpr = fpr;
  }

  /** One list, judged as listed or cleaned. */
  void add(int size, String judged, Identification found) {
    lists.computeIfAbsent(size + ", " + judged, name -> new ArrayList<>()).add(found);
  }

  /** One row for a size; nothing where there is one list of each. */
  Optional<Table> table() {
    List<List<String>> rows = new ArrayList<>();
    lists.forEach((name, sets) -> rows.add(row(name, sets)));
    return lists.values().stream().allMatch(sets -> sets.size() < 2)
        ? Optional.empty()
        : Optional.of(new Table(CAPTION, HEADER, rows));
  }

  private List<String> row(String name, List<Identification> sets) {
    return List.of(
        name,
        String.valueOf(sets.size()),
        spread(sets, found -> found.hits(0)),
        spread(sets, found -> found.hits(9)),
        spread(sets, found -> found.verification().tprAt(fpr)) + (supported(sets) ? "" : "*"));
  }

  /** Whether every set has the negatives that the rate needs. */
  private boolean supported(List<Identification> sets) {
    return sets.stream().allMatch(found -> fpr * found.verification().negatives() >= ENOUGH);
  }

  private static String spread(List<Identification> sets, ToDoubleFunction<Identification> rate) {
    return text(sets.stream().mapToDouble(rate).toArray());
  }

  /** {@code 98.271 ± 0.012} of rates from 0 to 1, at least two. */
  static String text(double... rates) {
    return String.format(
        Locale.ROOT,
        "%.3f ± %.3f",
        100 * StatUtils.mean(rates),
        100 * new StandardDeviation().evaluate(rates));
  }
}
