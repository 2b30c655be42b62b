package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PerIdentity;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/**
 * One figure of a result, under the name that tables and comparisons use.
 *
 * @param name for instance {@code rank-1 @ 1000} or {@code TAR @ FAR 1e-3}
 * @param values person by person; a rate, so every total is at most its pairs
 * @param supported false where the data are too few for the figure to mean much
 */
public record Measure(String name, PerIdentity values, boolean supported) {
  /** Misses at each rate of false alarms: {@code lfw: FNMR @ FMR 1e-3}. */
  static List<Measure> of(ErrorRates errors) {
    String name = errors.set() + ": " + errors.task().miss() + " @ " + errors.task().falseAlarm();
    return errors.at().stream()
        .map(
            at ->
                new Measure(
                    name + " " + rate(at.point().rate()), at.missed(), at.point().supported()))
        .toList();
  }

  /** {@code 0.001} as {@code 1e-3}. */
  static String rate(double rate) {
    DecimalFormat format =
        new DecimalFormat("0.##E0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return format.format(rate).replace('E', 'e');
  }
}
