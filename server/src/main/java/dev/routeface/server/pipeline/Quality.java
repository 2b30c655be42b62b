package dev.routeface.server.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How well a face can be recognised, in parts that say what to do about it. A chain is as strong as
 * its weakest link: the whole is the lowest part, so that nothing makes up for a face seen from the
 * side.
 *
 * @param parts what could be measured, at least one; an aligned picture has no pose
 */
public record Quality(List<Part> parts) {
  /** What is measured, in the spirit of ISO/IEC 29794-5. */
  public enum Measure {
    /** Degrees that the face looks aside, 0 straight ahead. */
    YAW,
    /** Degrees that it looks up or down. */
    PITCH,
    /** Degrees that the head leans. */
    ROLL,
    /** Variance of the Laplacian of grey at the aligned size of 112 pixels. */
    SHARPNESS,
    /** Pixels between the eyes in the picture that came in. */
    SIZE,
    /** Length of the embedding before it is scaled, where that says something. */
    NORM;

    /** As clients see it: {@code "sharpness"}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One measure.
   *
   * @param value in the unit of the measure
   * @param score 0 useless to 1 as good as needed
   */
  public record Part(Measure measure, double value, double score) {}

  public Quality {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one measure, found none");
    }
  }

  /** The lowest part. */
  public Part weakest() {
    return parts.stream().min(Comparator.comparingDouble(Part::score)).orElseThrow();
  }

  /** Score of the whole, 0 to 1: that of the lowest part. */
  public double score() {
    return weakest().score();
  }
}
