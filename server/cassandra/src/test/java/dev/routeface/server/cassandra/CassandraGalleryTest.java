package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.GalleryStoreContract;
import java.time.Clock;

/** On two real nodes, each of which has all of it. */
class CassandraGalleryTest extends GalleryStoreContract {
  private final Galleries one = Galleries.emptied("one");

  @Override
  protected GalleryStore open(Clock clock) {
    return one.open(Galleries.READING, clock);
  }

  @Override
  protected GalleryStore openOther(Clock clock) {
    return Galleries.emptied("other").open(Galleries.READING, clock);
  }
}
