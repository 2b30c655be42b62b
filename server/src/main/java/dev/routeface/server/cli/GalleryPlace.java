package dev.routeface.server.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.GalleryStores;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import dev.routeface.server.gallery.embedded.GalleryFolder;
import dev.routeface.server.gallery.seal.MasterKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where a gallery is, as people write it: a service's folder, or an address. */
sealed interface GalleryPlace {
  /**
   * Opens the gallery as a service does, or begins one.
   *
   * @param environment may hold the master key; for an address it must
   */
  GalleryStore open(Map<String, String> environment);

  /** Opens a gallery that is there; a service may have it open. */
  GalleryStore openToRead(Map<String, String> environment);

  /** The environment as it concerns this place, where several are opened from one. */
  Map<String, String> concerning(Map<String, String> environment);

  /** In the folder of a service. */
  record Folder(Path data) implements GalleryPlace {
    @Override
    public GalleryStore open(Map<String, String> environment) {
      return EmbeddedGallery.open(files().folder(), masterKey(environment));
    }

    @Override
    public GalleryStore openToRead(Map<String, String> environment) {
      if (!Files.isRegularFile(files().database())) {
        throw new BadDataException(
            "%s: expected a service's folder, found no gallery in it".formatted(data));
      }
      return EmbeddedGallery.openForReading(files().folder(), masterKey(environment));
    }

    /** A key file is the key of what lies beside it; the variable is then for the other place. */
    @Override
    public Map<String, String> concerning(Map<String, String> environment) {
      Map<String, String> ours = new HashMap<>(environment);
      if (Files.exists(files().keyFile())) {
        ours.remove(MasterKey.VARIABLE);
      }
      return ours;
    }

    private GalleryFolder files() {
      return new GalleryFolder(data.resolve("gallery"));
    }

    @Override
    public String toString() {
      return data.toString();
    }
  }

  /** Past one machine. */
  record Address(String address) implements GalleryPlace {
    @Override
    public GalleryStore open(Map<String, String> environment) {
      return opened(GalleryStores::open, environment);
    }

    @Override
    public GalleryStore openToRead(Map<String, String> environment) {
      return opened(GalleryStores::openToRead, environment);
    }

    @FunctionalInterface
    private interface Opening {
      GalleryStore of(GalleryStores stores, String address, String masterKey);
    }

    private GalleryStore opened(Opening opening, Map<String, String> environment) {
      GalleryStores stores = GalleryStores.of(address);
      String key =
          masterKey(environment)
              .orElseThrow(
                  () ->
                      new BadDataException(
                          "%s: expected its master key in %s, found no such variable"
                              .formatted(address, MasterKey.VARIABLE)));
      return inOneLine(address, at -> opening.of(stores, at, key));
    }

    @Override
    public Map<String, String> concerning(Map<String, String> environment) {
      return environment;
    }

    @Override
    public String toString() {
      return address;
    }
  }

  /** What has a scheme is an address, anything else a folder. */
  static GalleryPlace of(String text) {
    return text.contains("://") ? new Address(text) : new Folder(Path.of(text));
  }

  /** A service's gallery. */
  static GalleryPlace of(ServiceConfig.Store store) {
    Optional<GalleryPlace> address = store.gallery().map(Address::new);
    return address.orElseGet(() -> new Folder(store.data()));
  }

  /** What a gallery refuses is no fault of the program: whoever gave the command reads one line. */
  static <A, T> T inOneLine(A argument, Function<A, T> work) {
    try {
      return work.apply(argument);
    } catch (GalleryException e) {
      throw new BadDataException(e.getMessage(), e);
    }
  }

  private static Optional<String> masterKey(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(MasterKey.VARIABLE));
  }
}
