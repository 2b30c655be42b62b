package dev.routeface.eval.cli;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images that lists name, each decoded once before anything is made of them: one that is damaged
 * would end an hour of embedding in its middle, and the next one the hour after.
 *
 * @param faces the images, in the order of the list
 * @param paths what the list calls them
 */
record ReadableImages(FaceDataset faces, List<String> paths) {
  /** How many the message names; the file names all. */
  private static final int NAMED = 3;

  /**
   * Looks at every image, and writes nothing if all can be read.
   *
   * @param out where results would go; the file of all damaged images lies beside it
   * @throws BadDataException naming the first damaged ones, and the file
   */
  static void require(List<ReadableImages> sides, Path out, Progress progress) {
    List<String> damaged = sides.stream().flatMap(s -> s.damaged(progress).stream()).toList();
    if (!damaged.isEmpty()) {
      Path all = out.resolveSibling(out.getFileName() + ".unreadable.txt");
      DurableFile.writeText(all, String.join("\n", damaged) + "\n");
      throw new BadDataException(
          "expected images that can be read, found %d that cannot: %s%s; all of them stand in %s"
              .formatted(
                  damaged.size(),
                  String.join("; ", damaged.subList(0, Math.min(NAMED, damaged.size()))),
                  damaged.size() > NAMED ? "; ..." : "",
                  all));
    }
  }

  /** Why images cannot be read, a line for each that cannot, in the order of the list. */
  private List<String> damaged(Progress progress) {
    try (Progress.Task task = progress.start("checking images", paths.size())) {
      return IntStream.range(0, paths.size())
          .parallel()
          .mapToObj(
              image -> {
                task.step();
                return damage(image);
              })
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private Optional<String> damage(int image) {
    try {
      ImageReader.read(paths.get(image), faces.encoded(image));
      return Optional.empty();
    } catch (BadInputException e) {
      return Optional.of(e.getMessage());
    }
  }
}
