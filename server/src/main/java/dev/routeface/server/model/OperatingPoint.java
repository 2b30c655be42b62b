package dev.routeface.server.model;

import dev.routeface.models.io.Fields;

/**
 * A threshold of a certificate, with the errors that were counted there.
 *
 * @param task comparisons of two faces, or searches in a gallery
 * @param rate asked for: of false matches, or of searches for strangers that find somebody
 * @param threshold lowest similarity that counts as the same person
 * @param falseAlarm FMR or FPIR there, 0 to 1
 * @param miss FNMR or FNIR there, 0 to 1
 */
public record OperatingPoint(
    Task task, double rate, double threshold, Estimate falseAlarm, Estimate miss) {
  /** What is decided. */
  public enum Task {
    VERIFICATION,
    IDENTIFICATION
  }

  /**
   * A share with its 95 % interval.
   *
   * @param value 0 to 1
   */
  public record Estimate(double value, double low, double high) {
    private static Estimate of(Fields fields) {
      return new Estimate(
          fields.number("estimate", 0, 1), fields.number("low", 0, 1), fields.number("high", 0, 1));
    }
  }

  private record Place(double rate, double threshold) {
    static Place of(Fields fields) {
      fields.has("misses"); // the counts behind the rates are for people
      fields.has("mated");
      fields.has("falseAlarms");
      fields.has("nonMated");
      return new Place(fields.number("rate", 0, 1), fields.number("threshold", -2, 2));
    }
  }

  static OperatingPoint of(Fields fields) {
    Task task = Task.valueOf(fields.choice("task", "VERIFICATION", "IDENTIFICATION"));
    boolean pairs = task == Task.VERIFICATION;
    Place place = fields.object("point", Place::of);
    return new OperatingPoint(
        task,
        place.rate(),
        place.threshold(),
        fields.object(pairs ? "FMR" : "FPIR", Estimate::of),
        fields.object(pairs ? "FNMR" : "FNIR", Estimate::of));
  }
}
