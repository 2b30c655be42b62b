package dev.routeface.sdk.pull;

import dev.routeface.models.io.Fields;
import java.net.URI;
import java.util.Map;

/**
 * A version of a package in the npm registry, or in a mirror of it.
 *
 * @param pack its name
 * @param version of it
 * @param content its gzipped tar
 */
public record NpmArchive(String pack, String version, PinnedFile content) {
  private static final String REGISTRY = "https://registry.npmjs.org/";

  static NpmArchive of(Fields fields) {
    String pack = fields.text("package");
    String version = fields.text("version");
    return new NpmArchive(
        pack, version, PinnedFile.of(fields, "%s-%s.tgz".formatted(pack, version)));
  }

  /**
   * Where the tar lies: in the registry that npm itself would ask.
   *
   * @param environment {@code npm_config_registry} names a mirror
   */
  URI uri(Map<String, String> environment) {
    String named =
        environment.getOrDefault(
            "npm_config_registry", environment.getOrDefault("NPM_CONFIG_REGISTRY", ""));
    String registry = named.isBlank() ? REGISTRY : named.endsWith("/") ? named : named + "/";
    return URI.create("%s%s/-/%s".formatted(registry, pack, content.file()));
  }
}
