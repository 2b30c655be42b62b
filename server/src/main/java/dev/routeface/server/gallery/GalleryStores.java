package dev.routeface.server.gallery;

import dev.routeface.models.io.BadDataException;
import java.util.ServiceLoader;

/**
 * Stores that a module of its own brings, so that nobody else carries its libraries. They are found
 * with {@link ServiceLoader} by the scheme of an address.
 */
public interface GalleryStores {
  /** What an address begins with, up to the colon. */
  String scheme();

  /**
   * Opens a gallery, or begins one where there is none.
   *
   * @param address of the scheme; the module says what else stands in it
   * @param masterKey 64 hexadecimal digits
   * @throws dev.routeface.models.io.BadInputException if the address or the key cannot be right
   * @throws GalleryException if the store cannot be reached
   */
  GalleryStore open(String address, String masterKey);

  /** Opens a gallery that is there, as {@link #open}; where none is, none is begun. */
  GalleryStore openToRead(String address, String masterKey);

  /**
   * The module for an address.
   *
   * @throws BadDataException if it is not on the class path, with the command that builds it
   */
  static GalleryStores of(String address) {
    String scheme = address.contains(":") ? address.substring(0, address.indexOf(':')) : "";
    return ServiceLoader.load(GalleryStores.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(stores -> stores.scheme().equals(scheme))
        .findFirst()
        .orElseThrow(() -> new BadDataException(missing(address, scheme)));
  }

  private static String missing(String address, String scheme) {
    return scheme.equals("cassandra")
        ? address
            + ": this build has no Cassandra; make one that has:"
            + " mvn -B -Pcassandra -DskipTests package"
        : "%s: expected cassandra://HOST/KEYSPACE?datacenter=NAME".formatted(address);
  }
}
