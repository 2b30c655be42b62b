package dev.routeface.eval.report;

/** One part of a report, in reading order. */
public sealed interface Section permits Table, Figure {
  /** What it shows, in a sentence or two of plain text. */
  String caption();
}
