package dev.routeface.server.pipeline;

import dev.routeface.server.pipeline.Quality.Measure;
import dev.routeface.server.pipeline.Quality.Part;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When a face is not taken into a gallery: if any part of its quality scores below a floor. A poor
 * probe costs one search; a poor enrolled face costs all searches that follow.
 *
 * @param meter whose ramps say what the floor means in the unit of each measure
 * @param floor score, 0 (everything is taken) to 1
 */
public record EnrolmentRule(QualityMeter meter, double floor) {
  /** The floor that is used unless somebody states another. */
  public static final double USUAL = 0.25;

  public EnrolmentRule {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("expected a floor from 0 to 1, found " + floor);
    }
  }

  /** What is wrong with a face, one sentence for each part; empty if it may be enrolled. */
  public List<String> objections(Quality quality) {
    return quality.parts().stream()
        .filter(part -> part.score() < floor)
        .map(this::objection)
        .collect(Collectors.toUnmodifiableList());
  }

  /** {@code expected a yaw of at most 50 degrees, found 61}. */
  private String objection(Part part) {
    Ramp ramp = meter.ramp(part.measure()).orElseThrow();
    return String.format(
        Locale.ROOT,
        "expected a %s of at %s %.0f%s, found %.0f",
        part.measure().code(),
        ramp.falling() ? "most" : "least",
        ramp.value(floor),
        unit(part.measure()),
        part.value());
  }

  private static String unit(Measure measure) {
    return switch (measure) {
      case YAW, PITCH, ROLL -> " degrees";
      case SIZE -> " pixels between the eyes";
      case SHARPNESS, NORM -> "";
    };
  }
}
