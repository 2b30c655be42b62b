package dev.routeface.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.eval.metric.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How figures look in tables, in every locale. */
public final class Numbers {
  /** A cell without a figure. */
  public static final String NONE = "–";

  private Numbers() {}

  /** {@code 52.46}. */
  public static String percent(double rate) {
    return String.format(Locale.ROOT, "%.2f", 100 * rate);
  }

  /** {@code 52.46 [50.10, 54.85]}. */
  public static String percent(Interval rate) {
    return "%s [%s, %s]"
        .formatted(percent(rate.estimate()), percent(rate.low()), percent(rate.high()));
  }

  /** {@code +2.48}: a difference in percentage points. */
  public static String points(double difference) {
    return String.format(Locale.ROOT, "%+.2f", 100 * difference);
  }

  /** {@code +2.48 [+1.71, +3.26]}. */
  public static String points(Interval difference) {
    return "%s [%s, %s]"
        .formatted(
            points(difference.estimate()), points(difference.low()), points(difference.high()));
  }

  /** {@code 8,074,373}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A place on a logarithmic axis: {@code 4,069} and {@code 1e-3}. */
  public static String place(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new DecimalFormat("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(value)
            .replace('E', 'e');
  }

  /** A whole number in groups of three, any other to three digits, a text as it is. */
  public static String fact(JsonNode value) {
    if (value.isIntegralNumber()) {
      return count(value.longValue());
    }
    return value.isNumber()
        ? BigDecimal.valueOf(value.doubleValue()).round(new MathContext(3)).toPlainString()
        : value.asText();
  }
}
