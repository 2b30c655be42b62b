package dev.routeface.server.security;

import java.util.Locale;

/** What a key may do. No scope holds another: a key has those that it was made with. */
public enum Scope {
  /** Embeddings, comparisons and detections. */
  EMBED,
  /** Searches, and reading what is in a collection. */
  SEARCH,
  /** Collections, subjects and faces: adding, changing, erasing. */
  ENROL,
  /** Keys, audit, export, rotation and metrics. */
  ADMIN;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
