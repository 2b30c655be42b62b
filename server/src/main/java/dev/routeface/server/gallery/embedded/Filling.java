package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import java.util.ArrayList;
import java.util.List;

/** Faces on their way into an index, many at a time. */
final class Filling {
  private static final int AT_ONCE = 4096;

  private final PeopleIndex index;
  private final List<Entry> waiting = new ArrayList<>();

  Filling(PeopleIndex index) {
    this.index = index;
  }

  void add(Entry entry) {
    waiting.add(entry);
    if (waiting.size() == AT_ONCE) {
      finished();
    }
  }

  PeopleIndex finished() {
    index.append(waiting);
    waiting.clear();
    return index;
  }
}
