package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder with one folder per identity, named after it, which holds that identity's images: {@code
 * faces/Ada_Lovelace/1.jpg}. Both in natural order. Hidden files and files that are no images are
 * passed over.
 */
public final class FolderFaces {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp", "ppm");

  private FolderFaces() {}

  /**
   * Lists the folder; images are read when asked for.
   *
   * @throws BadDataException if there are fewer than two identities, one of them has no image, or
   *     an image lies beside the folders
   */
  public static FaceDataset open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder + ": expected a folder of faces, found none");
    }
    List<FaceFiles.Entry> entries = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)) {
        List<FaceFiles.Entry> images = imagesOf(child);
        entries.addAll(images);
        if (images.isEmpty()) {
          empty.add(child.getFileName().toString());
        }
      } else if (isImage(child)) {
        throw new BadDataException(
            folder + ": expected one folder per identity, found the image " + child.getFileName());
      }
    }
    if (!empty.isEmpty()) {
      throw new BadDataException(
          "%s: expected images of every identity, found none of %d: %s"
              .formatted(folder, empty.size(), String.join(", ", empty)));
    }
    return FaceFiles.ofSeveral(folder, entries);
  }

  private static List<FaceFiles.Entry> imagesOf(Path identity) {
    List<FaceFiles.Entry> images = new ArrayList<>();
    for (Path child : children(identity)) {
      if (Files.isDirectory(child)) {
        throw new BadDataException(
            "%s: expected the images of one identity, found the folder %s; if its folders are the identities, name this folder itself"
                .formatted(identity, child.getFileName()));
      }
      if (isImage(child)) {
        images.add(new FaceFiles.Entry(identity.getFileName().toString(), child));
      }
    }
    return images;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(path -> path.getFileName().toString(), NaturalOrder.NAMES))
          .toList();
    } catch (IOException e) {
      throw new BadDataException(folder + ": expected a readable folder, found " + Reason.of(e), e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
  }
}
