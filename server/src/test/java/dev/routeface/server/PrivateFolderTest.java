package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.embedded.EmbeddedGallery;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the umask says, a service's folder is its owner's alone. */
class PrivateFolderTest {
  @TempDir Path temporary;

  @Test
  void nobodyElseMayReadWhatAServiceKeeps() throws IOException {
    assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path data = temporary.resolve("deep/data");
    new KeyFile(data).issue(new KeyFile.Wanted("first", Set.of(Scope.ADMIN), Optional.empty()));
    try (EmbeddedGallery gallery =
        EmbeddedGallery.open(data.resolve("gallery"), Optional.empty())) {
      gallery.createCollection("key", new CollectionSpec("a", "ec", 4, CollectionSettings.NONE));
      Map<String, String> found = permissions();
      assertEquals(
          Map.of(
              "deep", "rwx------",
              "deep/data", "rwx------",
              "deep/data/keys.json", "rw-------",
              "deep/data/keys.lock", "rw-------",
              "deep/data/gallery", "rwx------",
              "deep/data/gallery/gallery.db", "rw-------",
              "deep/data/gallery/gallery.db-wal", "rw-------",
              "deep/data/gallery/gallery.db-shm", "rw-------",
              "deep/data/gallery/gallery.key", "rw-------",
              "deep/data/gallery/gallery.lock", "rw-------"),
          found);
    }
  }

  private Map<String, String> permissions() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(temporary.resolve("deep"))) {
      for (Path path : paths.toList()) {
        found.put(
            temporary.relativize(path).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    return found;
  }
}
