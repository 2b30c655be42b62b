package dev.routeface.models.onnx;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which layers of a graph count in bytes, and what the bytes of their inputs and outputs mean.
 *
 * @param ranges of the maps between layers, by name; none for a graph of floats
 * @param inFloat names of layers that stay as they are
 */
public record Quantisation(Map<String, Range> ranges, Set<String> inFloat) {
  /** Everything in float. */
  public static final Quantisation NONE = new Quantisation(Map.of(), Set.of());

  public Quantisation {
    ranges = Map.copyOf(ranges);
    inFloat = Set.copyOf(inFloat);
  }

  /** Everything that can be in bytes. */
  public static Quantisation full(Map<String, Range> ranges) {
    return new Quantisation(ranges, Set.of());
  }

  /** This, with one more layer in float. */
  public Quantisation sparing(String layer) {
    Set<String> more = new HashSet<>(inFloat);
    more.add(layer);
    return new Quantisation(ranges, more);
  }

  boolean inBytes(String layer) {
    return !ranges.isEmpty() && !inFloat.contains(layer);
  }
}
