package dev.routeface.eval.report;

import java.util.Optional;

/** One part of a report, in reading order. */
public sealed interface Section permits Table, Figure, PairSheet, Link {
  /** What it shows, in a sentence or two of plain text. */
  String caption();

  /** As text, with a closing newline. */
  String text();

  /** What of it is a file of its own. */
  default Optional<Figure> picture() {
    return Optional.empty();
  }
}
