package dev.routeface.server.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import org.junit.jupiter.api.Test;

class GalleryStoresTest {
  @Test
  void saysHowToBuildAModuleThatIsMissing() {
    assertRefused(
        "cassandra://one/faces: this build has no Cassandra; make one that has:"
            + " mvn -B -Pcassandra -DskipTests package",
        "cassandra://one/faces");
  }

  @Test
  void saysWhatAnAddressLooksLike() {
    assertRefused(
        "postgres://one: expected cassandra://HOST/KEYSPACE?datacenter=NAME", "postgres://one");
    assertRefused("faces: expected cassandra://HOST/KEYSPACE?datacenter=NAME", "faces");
  }

  private static void assertRefused(String message, String address) {
    BadDataException refused =
        assertThrows(BadDataException.class, () -> GalleryStores.of(address));
    assertEquals(message, refused.getMessage());
  }
}
