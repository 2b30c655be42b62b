package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding.Goal;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a training bench found: every single measurement, and what follows from them.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param quick whether it only showed that everything runs; nothing is judged then
 * @param measurements in the order they were taken
 * @param findings ratios and limits, with what was promised
 */
public record TrainingReport(
    Origin origin,
    Machine machine,
    boolean quick,
    List<Measurement> measurements,
    List<Finding> findings) {

  public TrainingReport {
    measurements = List.copyOf(measurements);
    findings = List.copyOf(findings);
  }

  /** Draws the conclusions. */
  static TrainingReport of(
      Origin origin, Machine machine, List<Measurement> measurements, boolean quick) {
    Rounds rounds = new Rounds(measurements);
    List<Finding> findings =
        List.of(
            rounds.speedup(Arm.MOBILEFACENET, Arm.STOCK, goal(quick, new Goal.AtLeast(1.4))),
            rounds.speedup(Arm.MOBILEFACENET, Arm.STOCK_LAUNCHED, Optional.empty()),
            rounds.rate(Arm.STUDENT_CACHED, goal(quick, new Goal.AtLeast(1500))),
            rounds.speedup(
                Arm.STUDENT_CACHED, Arm.STUDENT_ONLINE, goal(quick, new Goal.AtLeast(1.9))),
            rounds.speedup(
                Arm.STUDENT_CACHED, Arm.STUDENT_ALONE, goal(quick, new Goal.AtLeast(0.95))),
            rounds.growth(Arm.STUDENT_CACHED, goal(quick, new Goal.AtMost(1.02))),
            rounds.wait(Arm.MOBILEFACENET, goal(quick, new Goal.AtMost(0.05))),
            rounds.wait(Arm.STUDENT_CACHED, goal(quick, new Goal.AtMost(0.05))));
    return new TrainingReport(origin, machine, quick, measurements, findings);
  }

  private static Optional<Goal> goal(boolean quick, Goal goal) {
    return quick ? Optional.empty() : Optional.of(goal);
  }

  /** Measurements, asked for round by round. */
  private record Rounds(List<Measurement> measurements) {
    private List<Measurement> of(Arm arm) {
      return measurements.stream().filter(m -> m.arm() == arm).toList();
    }

    private List<Double> each(Arm arm, ToDoubleFunction<Measurement> figure) {
      return of(arm).stream().map(figure::applyAsDouble).toList();
    }

    Finding speedup(Arm fast, Arm slow, Optional<Goal> goal) {
      List<Double> above = each(fast, Measurement::imagesPerSecond);
      List<Double> below = each(slow, Measurement::imagesPerSecond);
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < above.size(); i++) {
        ratios.add(above.get(i) / below.get(i));
      }
      return new Finding(fast.title() + " / " + slow.title(), ratios, goal);
    }

    Finding rate(Arm arm, Optional<Goal> goal) {
      return new Finding(arm.title() + ", images/s", each(arm, Measurement::imagesPerSecond), goal);
    }

    Finding growth(Arm arm, Optional<Goal> goal) {
      Measurement first = of(arm).get(0);
      String name =
          "resident memory after %d steps / after %d"
              .formatted(first.warmUp() + first.steps(), first.warmUp());
      return new Finding(name, each(arm, m -> m.residentAfter() / m.residentBefore()), goal);
    }

    Finding wait(Arm arm, Optional<Goal> goal) {
      return new Finding("data wait, " + arm.title(), each(arm, Measurement::waited), goal);
    }
  }

  /** Whether everything that was promised holds; empty if nothing was judged. */
  public Optional<Boolean> met() {
    List<Boolean> verdicts = findings.stream().flatMap(f -> f.met().stream()).toList();
    return verdicts.isEmpty()
        ? Optional.empty()
        : Optional.of(verdicts.stream().allMatch(Boolean::booleanValue));
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.summary());
    lines.add("");
    lines.add(
        "  %-52s %6s %9s %9s %10s   %s"
            .formatted("arm", "batch", "images/s", "ms/step", "data wait", "images/s by round"));
    Arrays.stream(Arm.values()).forEach(arm -> lines.add(line(arm)));
    lines.add("");
    lines.add("  %-52s %9s %9s %9s   %s".formatted("finding", "median", "least", "most", "goal"));
    findings.forEach(finding -> lines.add(finding.line()));
    lines.add("");
    lines.add(verdict());
    return lines;
  }

  private String line(Arm arm) {
    List<Measurement> turns = measurements.stream().filter(m -> m.arm() == arm).toList();
    List<Double> rates = turns.stream().map(Measurement::imagesPerSecond).toList();
    Measurement first = turns.get(0);
    double median = new Finding(arm.title(), rates, Optional.empty()).median();
    double waited = turns.stream().mapToDouble(Measurement::waited).max().orElseThrow();
    return "  %-52s %6d %9s %9s %9.1f%%   %s"
        .formatted(
            arm.title(),
            first.batch(),
            Finding.shown(median),
            Finding.shown(1000 * first.batch() / median),
            100 * waited,
            String.join(" ", rates.stream().map(Finding::shown).toList()));
  }

  private String verdict() {
    return met()
        .map(all -> all ? "Every goal is met." : "At least one goal is MISSED.")
        .orElse("Quick: everything runs; figures of so few steps say nothing.");
  }

  /** Reads the form that {@link #toJson} writes. */
  public static TrainingReport of(Fields fields) {
    return new TrainingReport(
        new Origin(fields.text("command"), fields.text("revision")),
        fields.object("machine", Machine::of),
        fields.flag("quick"),
        fields.objects("measurements", Measurement::of),
        fields.objects("findings", Finding::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    json.put("quick", quick);
    measurements.forEach(m -> json.withArray("measurements").add(m.toJson()));
    findings.forEach(f -> json.withArray("findings").add(f.toJson()));
    return json;
  }
}
