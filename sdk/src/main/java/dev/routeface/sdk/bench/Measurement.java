package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.Arrays;

/**
 * What one turn of one arm gave.
 *
 * @param arm what was measured
 * @param round number of the turn, from 1
 * @param batch images per step
 * @param warmUp steps before anything was measured
 * @param steps measured steps
 * @param seconds they took
 * @param waited share of these seconds spent waiting for data, 0 to 1
 * @param residentBefore resident memory after the warm-up, before the first measured step, in MiB
 * @param residentAfter the same after the last step
 */
public record Measurement(
    Arm arm,
    int round,
    int batch,
    int warmUp,
    int steps,
    double seconds,
    double waited,
    double residentBefore,
    double residentAfter) {

  public double imagesPerSecond() {
    return steps * batch / seconds;
  }

  static Measurement of(Fields fields) {
    String[] keys = Arrays.stream(Arm.values()).map(Arm::key).toArray(String[]::new);
    String key = fields.choice("arm", keys);
    return new Measurement(
        Arm.values()[Arrays.asList(keys).indexOf(key)],
        fields.integer("round", 1, 1_000_000),
        fields.integer("batch", 1, 1_000_000),
        fields.integer("warmUp", 0, 1_000_000),
        fields.integer("steps", 1, 1_000_000),
        fields.number("seconds", 1e-9, 1e9),
        fields.number("waited", 0, 1),
        fields.number("residentBefore", 0, 1e9),
        fields.number("residentAfter", 0, 1e9));
  }

  ObjectNode toJson() {
    return Fields.object()
        .put("arm", arm.key())
        .put("round", round)
        .put("batch", batch)
        .put("warmUp", warmUp)
        .put("steps", steps)
        .put("seconds", seconds)
        .put("waited", waited)
        .put("residentBefore", residentBefore)
        .put("residentAfter", residentAfter);
  }
}
