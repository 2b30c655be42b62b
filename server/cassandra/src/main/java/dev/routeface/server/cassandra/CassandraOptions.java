package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.routeface.models.io.BadDataException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a gallery's nodes are and how they are asked, as said by an address such as {@code
 * cassandra://one:9042,two:9042/routeface?datacenter=dc1&replication=3}.
 *
 * @param contacts nodes to begin with; the driver finds the others
 * @param datacenter whose nodes are asked
 * @param keyspace made at the first start, together with its tables
 * @param replication copies of everything; counts when the keyspace is made, and never after
 * @param reading how a search reads
 */
public record CassandraOptions(
    List<InetSocketAddress> contacts,
    String datacenter,
    String keyspace,
    int replication,
    Reading reading) {
  private static final int PORT = 9042;
  private static final Set<String> KEYS =
      Set.of("datacenter", "replication", "reads", "candidates", "scan");

  /**
   * How a search reads.
   *
   * @param consistency of reads; a gallery of two copies may be read at {@code ONE}, because a
   *     quorum of two is both
   * @param candidates faces that the index of each bucket is asked for, before they are compared
   *     exactly
   * @param scan whether every face is compared instead, which is exact and slow
   */
  public record Reading(ConsistencyLevel consistency, int candidates, boolean scan) {
    public static final Reading DEFAULT = new Reading(DefaultConsistencyLevel.QUORUM, 50, false);

    public Reading {
      if (candidates < 1 || candidates > 1000) {
        throw new IllegalArgumentException(
            "candidates: expected 1 to 1000, found %d".formatted(candidates));
      }
    }
  }

  public CassandraOptions {
    contacts = List.copyOf(contacts);
    if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException(
          "keyspace: expected small letters, digits and _, found \"%s\"".formatted(keyspace));
    }
    if (replication < 1) {
      throw new IllegalArgumentException(
          "replication: expected at least 1, found %d".formatted(replication));
    }
  }

  /**
   * @throws BadDataException if the address does not read as one
   */
  public static CassandraOptions of(String address) {
    try {
      return of(new URI(address));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new BadDataException(
          "%s: expected cassandra://HOST[:PORT][,HOST[:PORT]]/KEYSPACE?datacenter=NAME, found: %s"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private static CassandraOptions of(URI address) {
    Map<String, String> given = given(address.getQuery() == null ? "" : address.getQuery());
    return new CassandraOptions(
        Stream.of(text(address.getAuthority(), "hosts").split(","))
            .map(CassandraOptions::contact)
            .toList(),
        text(given.get("datacenter"), "datacenter"),
        text(address.getPath(), "keyspace").replaceFirst("^/", ""),
        number("replication", given.getOrDefault("replication", "3")),
        reading(given));
  }

  private static Reading reading(Map<String, String> given) {
    return new Reading(
        level(given.getOrDefault("reads", Reading.DEFAULT.consistency().name())),
        number("candidates", given.getOrDefault("candidates", "" + Reading.DEFAULT.candidates())),
        truth(given.getOrDefault("scan", "false")));
  }

  private static ConsistencyLevel level(String text) {
    return Stream.of(DefaultConsistencyLevel.values())
        .filter(level -> level.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "reads: expected a consistency level such as ONE or QUORUM, found " + text));
  }

  private static int number(String what, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: expected a whole number, found %s".formatted(what, text), e);
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("scan: expected true or false, found " + text);
    };
  }

  private static Map<String, String> given(String query) {
    Map<String, String> given = new TreeMap<>();
    Stream.of(query.split("&")).filter(pair -> !pair.isEmpty()).forEach(pair -> add(given, pair));
    return given;
  }

  private static void add(Map<String, String> given, String pair) {
    String[] parts = pair.split("=", 2);
    if (!KEYS.contains(parts[0]) || parts.length < 2) {
      throw new IllegalArgumentException("no setting is called " + parts[0]);
    }
    given.put(parts[0], parts[1]);
  }

  private static String text(String found, String what) {
    if (found == null || found.isBlank()) {
      throw new IllegalArgumentException("no " + what);
    }
    return found;
  }

  private static InetSocketAddress contact(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0
        ? new InetSocketAddress(host, PORT)
        : new InetSocketAddress(
            host.substring(0, colon), number("port", host.substring(colon + 1)));
  }
}
