package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One figure, measured once per round, and what was promised of it.
 *
 * @param name what it is
 * @param values one per round, at least one
 * @param goal what was promised; empty for a figure that only explains another
 */
public record Finding(String name, List<Double> values, Optional<Goal> goal) {
  /** What was promised of a figure. */
  public sealed interface Goal {
    /** The median is not below this. */
    record AtLeast(double bound) implements Goal {}

    /** No value is above this. */
    record AtMost(double bound) implements Goal {}

    private static Goal of(Fields fields) {
      double bound = fields.number("bound", 0, 1e9);
      return fields.choice("kind", "AtLeast", "AtMost").equals("AtLeast")
          ? new AtLeast(bound)
          : new AtMost(bound);
    }

    private ObjectNode toJson() {
      double bound = this instanceof AtLeast least ? least.bound() : ((AtMost) this).bound();
      return Fields.object().put("kind", getClass().getSimpleName()).put("bound", bound);
    }
  }

  public Finding {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected at least one value, found none");
    }
  }

  /** The middle value; of an even number, the mean of the middle two. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  public double least() {
    return values.stream().min(Double::compare).orElseThrow();
  }

  public double most() {
    return values.stream().max(Double::compare).orElseThrow();
  }

  /** Whether the promise is kept; empty where there is none. */
  public Optional<Boolean> met() {
    return goal.map(
        promised ->
            promised instanceof Goal.AtLeast wanted
                ? median() >= wanted.bound()
                : most() <= ((Goal.AtMost) promised).bound());
  }

  /** One line of a table: name, median, least, most, what was promised and whether it is kept. */
  public String line() {
    return "  %-52s %9s %9s %9s   %s"
        .formatted(name, shown(median()), shown(least()), shown(most()), verdict())
        .stripTrailing();
  }

  private String verdict() {
    return goal.map(
            promised ->
                (promised instanceof Goal.AtLeast wanted
                        ? "at least " + shown(wanted.bound())
                        : "at most " + shown(((Goal.AtMost) promised).bound()))
                    + (met().orElseThrow() ? ", met" : ", MISSED"))
        .orElse("");
  }

  /** Three or four digits that count, for ratios and rates alike. */
  public static String shown(double value) {
    String format = value < 10 ? "%.3f" : value < 1000 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Reads the form that {@link #toJson} writes. */
  public static Finding of(Fields fields) {
    Finding finding =
        new Finding(
            fields.text("name"),
            fields.numbers("values", 0, 1e9),
            fields.has("goal") ? Optional.of(fields.object("goal", Goal::of)) : Optional.empty());
    if (fields.has("met") && !finding.met().equals(Optional.of(fields.flag("met")))) {
      throw fields.refuse("met", "what values and goal say", fields.flag("met"));
    }
    return finding;
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("name", name);
    values.forEach(json.putArray("values")::add);
    goal.ifPresent(promised -> json.set("goal", promised.toJson()));
    met().ifPresent(kept -> json.put("met", kept));
    return json;
  }
}
