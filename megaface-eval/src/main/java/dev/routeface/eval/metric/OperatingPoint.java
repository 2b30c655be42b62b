package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * Where a verifier that accepts at {@code score >= threshold} stands when at most a share {@code
 * far} of impostor pairs may pass.
 *
 * @param far false accept rate asked for, 0..1
 * @param threshold lowest genuine score that keeps to it; {@link #NOBODY} if none does
 * @param tar share of genuine pairs accepted, 0..1 (true accept rate)
 * @param falseAccepts impostor pairs accepted, at most {@code far * impostors}
 * @param impostors impostor pairs compared
 */
public record OperatingPoint(
    double far, double threshold, double tar, long falseAccepts, long impostors) {
  /** A threshold above every cosine. */
  public static final double NOBODY = 2;

  /**
   * Fewer false accepts than this say little about a rate: a relative error of a third and more.
   */
  static final int ENOUGH = 10;

  /** Whether there are impostors enough for {@code far}: at least 10 expected false accepts. */
  public boolean supported() {
    return far * impostors >= ENOUGH;
  }

  public ObjectNode toJson() {
    return Fields.object()
        .put("far", far)
        .put("threshold", threshold)
        .put("tar", tar)
        .put("falseAccepts", falseAccepts)
        .put("impostors", impostors);
  }

  public static OperatingPoint of(Fields fields) {
    return new OperatingPoint(
        fields.number("far", 0, 1),
        fields.number("threshold", -NOBODY, NOBODY),
        fields.number("tar", 0, 1),
        fields.wholeLong("falseAccepts", 0, Long.MAX_VALUE),
        fields.wholeLong("impostors", 1, Long.MAX_VALUE));
  }
}
