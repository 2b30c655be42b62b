package dev.routeface.server.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.routeface.models.io.BadDataException;
import dev.routeface.server.cassandra.CassandraOptions.Reading;
import dev.routeface.server.gallery.GalleryStores;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CassandraOptionsTest {
  @Test
  void readsAnAddressWithEverythingInIt() {
    assertEquals(
        new CassandraOptions(
            List.of(new InetSocketAddress("one", 9042), new InetSocketAddress("two", 9043)),
            "dc1",
            "faces",
            2,
            new Reading(DefaultConsistencyLevel.ONE, 200, true)),
        CassandraOptions.of(
            "cassandra://one,two:9043/faces"
                + "?datacenter=dc1&replication=2&reads=ONE&candidates=200&scan=true"));
  }

  @Test
  void readsAtAQuorumOfThreeUnlessToldOtherwise() {
    CassandraOptions options = CassandraOptions.of("cassandra://one/faces?datacenter=dc1");
    assertEquals(3, options.replication());
    assertEquals(Reading.DEFAULT, options.reading());
    assertEquals(DefaultConsistencyLevel.QUORUM, options.reading().consistency());
  }

  @Test
  void saysWhatIsWrongWithAnAddress() {
    assertRefused("cassandra://one/faces", "no datacenter");
    assertRefused("cassandra:///faces?datacenter=dc1", "no hosts");
    assertRefused("cassandra://one?datacenter=dc1", "no keyspace");
    assertRefused("cassandra://one/faces?datacenter=dc1&speed=9", "no setting is called speed");
    assertRefused(
        "cassandra://one/Faces?datacenter=dc1",
        "keyspace: expected small letters, digits and _, found \"Faces\"");
    assertRefused(
        "cassandra://one/faces?datacenter=dc1&scan=yes", "scan: expected true or false, found yes");
    assertRefused(
        "cassandra://one/faces?datacenter=dc1&candidates=0",
        "candidates: expected 1 to 1000, found 0");
    assertRefused(
        "cassandra://one/faces?datacenter=dc1&replication=0",
        "replication: expected at least 1, found 0");
    assertRefused(
        "cassandra://one/faces?datacenter=dc1&reads=MOST",
        "reads: expected a consistency level such as ONE or QUORUM, found MOST");
    assertRefused(
        "cassandra://one/faces?datacenter=dc1&replication=two",
        "replication: expected a whole number, found two");
    assertRefused(
        "cassandra://one:port/faces?datacenter=dc1", "port: expected a whole number, found port");
  }

  @Test
  void isFoundByItsScheme() {
    assertInstanceOf(
        CassandraStores.class, GalleryStores.of("cassandra://one/faces?datacenter=dc1"));
  }

  private static void assertRefused(String address, String found) {
    BadDataException refused =
        assertThrows(BadDataException.class, () -> CassandraOptions.of(address));
    assertEquals(
        "%s: expected cassandra://HOST[:PORT][,HOST[:PORT]]/KEYSPACE?datacenter=NAME, found: %s"
            .formatted(address, found),
        refused.getMessage());
  }
}
