package dev.routeface.server.pipeline;

import dev.routeface.sdk.math.UnitVectors;

/**
 * Of one face.
 *
 * @param vector one row of unit length (1, D)
 * @param norm length before it was scaled, above 0
 */
public record Embedding(UnitVectors vector, double norm) {}
