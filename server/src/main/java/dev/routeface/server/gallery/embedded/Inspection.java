package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads everything there is, and names what cannot be opened. */
record Inspection(Tables tables) {
  /** Pages, profiles of all people, and all faces; empty if nothing is damaged. */
  List<String> damage() {
    List<String> found = new ArrayList<>();
    pages(tables.sql()).ifPresent(found::add);
    tables.collections().after("", Integer.MAX_VALUE).forEach(stored -> profiles(stored, found));
    FaceScan.tolerant(tables, damaged -> found.add(damaged.getMessage()))
        .each((collection, person, face) -> {});
    return found;
  }

  /** What SQLite finds wrong with its pages. */
  static Optional<String> pages(Sql sql) {
    try {
      return sql.one("PRAGMA quick_check(1)", row -> row.getString(1))
          .filter(result -> !result.equals("ok"))
          .map(result -> sql.name() + ": is damaged: " + result.replaceAll("\\s+", " "));
    } catch (GalleryException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void profiles(Stored collection, List<String> found) {
    for (SubjectRef ref : tables.subjects().all(collection.id())) {
      try {
        tables.subjects().subject(collection, ref.subject());
      } catch (GalleryException e) {
        found.add(e.getMessage());
      }
    }
  }
}
