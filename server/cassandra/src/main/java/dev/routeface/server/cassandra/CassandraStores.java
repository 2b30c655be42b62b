package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.GalleryStores;
import dev.routeface.server.gallery.seal.MasterKey;

/** Found by the service where this module is on the class path. */
public final class CassandraStores implements GalleryStores {
  @Override
  public String scheme() {
    return "cassandra";
  }

  @Override
  public GalleryStore open(String address, String masterKey) {
    return CassandraGallery.open(CassandraOptions.of(address), key(masterKey));
  }

  @Override
  public GalleryStore openToRead(String address, String masterKey) {
    return CassandraGallery.openToRead(CassandraOptions.of(address), key(masterKey));
  }

  private static MasterKey key(String digits) {
    return MasterKey.of(digits, MasterKey.VARIABLE);
  }
}
