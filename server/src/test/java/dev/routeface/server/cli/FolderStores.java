package dev.routeface.server.cli;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.GalleryStores;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import java.nio.file.Path;
import java.util.Optional;

/** Galleries in folders by address, so that addresses can be tested without a second machine. */
public final class FolderStores implements GalleryStores {
  /** An address where nobody answers. */
  static final String SILENT = "folder://silent";

  @Override
  public String scheme() {
    return "folder";
  }

  @Override
  public GalleryStore open(String address, String masterKey) {
    if (address.equals(SILENT)) {
      throw new GalleryException(GalleryException.Problem.UNAVAILABLE, "nobody answers");
    }
    return EmbeddedGallery.open(
        Path.of(address.substring("folder://".length())), Optional.of(masterKey));
  }

  @Override
  public GalleryStore openToRead(String address, String masterKey) {
    return EmbeddedGallery.openForReading(
        Path.of(address.substring("folder://".length())), Optional.of(masterKey));
  }
}
