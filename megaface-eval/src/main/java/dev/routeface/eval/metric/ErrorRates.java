package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * Both errors of a system, as reports show them.
 *
 * @param task names the errors
 * @param set what readers call the data
 * @param at in the order asked for
 * @param det by descending false alarm rate
 * @param scores how the scores lie
 */
public record ErrorRates(
    Task task, String set, List<AtRate> at, List<ErrorPoint> det, ScoreHistogram scores) {
  /** What is done with a score, and what its errors are called (ISO/IEC 19795-1). */
  public enum Task {
    /** One comparison: false non-match and false match. */
    VERIFICATION("FNMR", "FMR"),
    /** A search: false negative and false positive identification. */
    IDENTIFICATION("FNIR", "FPIR");

    private final String miss;
    private final String falseAlarm;

    Task(String miss, String falseAlarm) {
      this.miss = miss;
      this.falseAlarm = falseAlarm;
    }

    /** {@code FNMR} or {@code FNIR}. */
    public String miss() {
      return miss;
    }

    /** {@code FMR} or {@code FPIR}. */
    public String falseAlarm() {
      return falseAlarm;
    }
  }

  /**
   * One operating point.
   *
   * @param point threshold and counts
   * @param missed mated trials missed there, person by person
   */
  public record AtRate(ErrorPoint point, PerIdentity missed) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("point", point.toJson());
      json.set("missed", missed.toJson());
      return json;
    }

    static AtRate of(Fields fields) {
      return new AtRate(
          fields.object("point", ErrorPoint::of), fields.object("missed", PerIdentity::of));
    }
  }

  public ErrorRates {
    at = List.copyOf(at);
    det = List.copyOf(det);
  }

  /**
   * Counts.
   *
   * @param rates of false alarms, each above 0 and at most 1
   * @throws IllegalArgumentException if there is no trial of a kind or a rate is out of range
   */
  public static ErrorRates of(
      Task task, String set, Trials mated, Trials nonMated, List<Double> rates) {
    Det det = Det.of(mated, nonMated);
    return new ErrorRates(
        task,
        set,
        rates.stream().map(det::at).map(p -> new AtRate(p, mated.below(p.threshold()))).toList(),
        det.curve(),
        ScoreHistogram.of(mated, nonMated));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("task", task.name()).put("set", set);
    at.forEach(point -> json.withArray("at").add(point.toJson()));
    det.forEach(point -> json.withArray("det").add(point.toJson()));
    json.set("scores", scores.toJson());
    return json;
  }

  public static ErrorRates of(Fields fields) {
    return new ErrorRates(
        Task.valueOf(fields.choice("task", Task.VERIFICATION.name(), Task.IDENTIFICATION.name())),
        fields.text("set"),
        fields.objects("at", AtRate::of),
        fields.objects("det", ErrorPoint::of),
        fields.object("scores", ScoreHistogram::of));
  }
}
