package dev.routeface.sdk.pull;

import dev.routeface.models.io.Fields;

/**
 * A file whose every byte is known before it is fetched.
 *
 * @param file name
 * @param bytes length
 * @param sha256 of its content
 */
public record PinnedFile(String file, long bytes, String sha256) {
  static final long MOST_BYTES = 1L << 32;

  static PinnedFile of(Fields fields, String name) {
    return new PinnedFile(name, fields.wholeLong("bytes", 1, MOST_BYTES), fields.sha256("sha256"));
  }
}
