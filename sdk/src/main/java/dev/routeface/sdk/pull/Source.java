package dev.routeface.sdk.pull;

import dev.routeface.models.io.Fields;
import java.net.URI;
import java.util.Map;

/** Where a file can be had. */
public sealed interface Source {
  /** As it is, from a web server. */
  record Direct(URI uri) implements Source {
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /**
   * A member of a package in the npm registry.
   *
   * @param archive the package's gzipped tar
   * @param path of the member in it
   */
  record Member(NpmArchive archive, String path) implements Source {
    @Override
    public String toString() {
      return "npm:" + archive.pack() + "@" + archive.version() + "/" + path;
    }
  }

  /** Reads {@code {"url"}} or {@code {"archive", "member"}}. */
  static Source of(Fields fields, Map<String, NpmArchive> archives) {
    if (!fields.has("archive")) {
      return new Direct(
          URI.create(fields.matching("url", "https?://[\\w.:/@-]+", "a web address")));
    }
    String name = fields.text("archive");
    NpmArchive archive = archives.get(name);
    if (archive == null) {
      throw fields.refuse("archive", "one of " + archives.keySet(), '"' + name + '"');
    }
    return new Member(archive, fields.text("member"));
  }
}
