package dev.routeface.server.pipeline;

/**
 * A picture as it came in.
 *
 * @param name for messages, for instance {@code "input[3]"}; never what a client called it
 * @param encoded JPEG, PNG or WebP; not copied and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // copying every picture that comes in would be felt
public record Picture(String name, byte[] encoded) {}
