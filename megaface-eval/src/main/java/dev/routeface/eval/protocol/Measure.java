package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.PerIdentity;

/**
 * One figure of a result, under the name that tables and comparisons use.
 *
 * @param name for instance {@code rank-1 @ 1000} or {@code TAR @ FAR 1e-3}
 * @param values person by person; a rate, so every total is at most its pairs
 * @param supported false where the data are too few for the figure to mean much
 */
public record Measure(String name, PerIdentity values, boolean supported) {}
