package dev.routeface.eval.bench;

import java.util.Locale;

/** How ranks are found. */
public enum Way {
  /** The engine's matrix product in tiles, then one count above each probe's lowest mate. */
  ENGINE("the engine's product, counted"),
  /** The plain twin; in the smallest gallery only. */
  PLAIN("plain Java"),
  /** The kernel against every distractor and every mate. */
  BRUTE_FORCE("kernel, brute force"),
  /** The same after bounds, which a search chooses and makes itself. */
  BOUNDED("kernel with bounds");

  private final String title;

  Way(String title) {
    this.title = title;
  }

  /** A few words for a table. */
  public String title() {
    return title;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
