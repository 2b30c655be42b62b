package dev.routeface.server.gallery;

import java.util.ArrayList;
import java.util.List;

/** Reads a whole store as its callers do. */
final class GalleryReading {
  private static final int PAGE = 1000;

  private GalleryReading() {}

  static List<String> damage(GalleryStore store) {
    List<String> found = new ArrayList<>();
    tolerant(
        found, () -> store.collections("", Integer.MAX_VALUE).forEach(c -> read(store, c, found)));
    return found;
  }

  private static void read(GalleryStore store, FaceCollection collection, List<String> found) {
    tolerant(
        found,
        () -> {
          List<Subject> page = store.subjects(collection.id(), "", PAGE);
          while (!page.isEmpty()) {
            page.forEach(of -> tolerant(found, () -> store.copySubject(of.ref())));
            String last = page.get(page.size() - 1).ref().subject();
            page = store.subjects(collection.id(), last, PAGE);
          }
        });
  }

  private static void tolerant(List<String> found, Runnable act) {
    try {
      act.run();
    } catch (GalleryException e) {
      if (e.problem() != GalleryException.Problem.DAMAGED) {
        throw e;
      }
      found.add(e.getMessage());
    }
  }
}
