package dev.routeface.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.seal.MasterKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryPlaceTest {
  private static final Map<String, String> KEYED = Map.of(MasterKey.VARIABLE, "a1".repeat(32));

  @TempDir Path folder;

  @Test
  void aServiceWithAnAddressHasItsGalleryThere() {
    String address = "folder://" + folder.resolve("far");
    ServiceConfig.Store store =
        new ServiceConfig.Store(folder.resolve("near"), Optional.of(address));
    GalleryPlace.of(store).open(KEYED).close();
    assertEquals(true, Files.exists(folder.resolve("far/gallery.db")));
    assertFalse(Files.exists(folder.resolve("near")));
    assertEquals(GalleryPlace.of(store), GalleryPlace.of(address));
  }

  @Test
  void anAddressNeedsItsKeyInTheEnvironment() {
    assertEquals(
        "folder://x: expected its master key in ROUTEFACE_MASTER_KEY, found no such variable",
        refused("folder://x", Map.of()));
  }

  @Test
  void aStoreThatCannotBeReachedIsNoFaultOfOurs() {
    assertEquals("nobody answers", refused(FolderStores.SILENT, KEYED));
  }

  @Test
  void aKeyFileIsTheKeyOfItsOwnFolder() {
    GalleryPlace made = new GalleryPlace.Folder(folder.resolve("file"));
    made.open(Map.of()).close();
    assertEquals(Map.of(), made.concerning(KEYED));
    made.openToRead(made.concerning(KEYED)).close();
    GalleryPlace keyed = new GalleryPlace.Folder(folder.resolve("variable"));
    keyed.open(keyed.concerning(KEYED)).close();
    assertEquals(KEYED, keyed.concerning(KEYED));
    try (GalleryStore again = keyed.openToRead(KEYED)) {
      assertEquals(0, again.auditHead().sequence());
    }
  }

  @Test
  void readingMakesNoGallery() {
    Path none = folder.resolve("none");
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> GalleryPlace.of(none.toString()).openToRead(Map.of()));
    assertEquals(
        none + ": expected a service's folder, found no gallery in it", refused.getMessage());
    GalleryPlace address = GalleryPlace.of("folder://" + none);
    assertThrows(BadDataException.class, () -> address.openToRead(KEYED));
    assertFalse(Files.exists(none));
  }

  private static String refused(String address, Map<String, String> environment) {
    GalleryPlace place = GalleryPlace.of(address);
    return assertThrows(BadDataException.class, () -> place.open(environment)).getMessage();
  }
}
