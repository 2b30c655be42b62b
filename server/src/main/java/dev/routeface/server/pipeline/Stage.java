package dev.routeface.server.pipeline;

import java.util.Locale;

/** A step on the way from a picture to its embeddings. */
public enum Stage {
  DECODE,
  DETECT,
  ALIGN,
  EMBED;

  /** As metrics call it: {@code "decode"}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
