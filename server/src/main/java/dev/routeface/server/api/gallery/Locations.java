package dev.routeface.server.api.gallery;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a new thing is found. */
final class Locations {
  private Locations() {}

  /** The path of some names, each escaped. */
  static URI of(String... names) {
    return URI.create(
        Arrays.stream(names).map(Locations::escaped).collect(Collectors.joining("/", "/", "")));
  }

  /** For a path, where a plus sign is one. */
  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
