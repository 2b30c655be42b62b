package dev.routeface.server.gallery;

import java.time.Instant;
import java.util.Map;

/**
 * An enrolled embedding, without its numbers.
 *
 * @param id unique in a gallery, {@code f_} and 32 hex digits that begin with the time
 * @param subject whose face it is
 * @param enrolled whole milliseconds
 * @param attributes what the caller said of it (quality, source), kept sealed
 */
public record Face(String id, String subject, Instant enrolled, Map<String, String> attributes) {}
