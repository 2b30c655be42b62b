package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.FolderFaces;
import dev.routeface.sdk.data.PathFaces;
import dev.routeface.sdk.data.SharedIdentities;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Folders of faces as template lists name them.
 *
 * @param root what paths are relative to: a single folder itself, or what several have in common
 * @param list every image, its id the folder it lies in
 */
record ImageFolder(Path root, TemplateList list) {
  /**
   * Lists folders that hold a folder for each identity.
   *
   * @throws BadDataException if one does not, or lies within another
   */
  static ImageFolder open(List<Path> folders) {
    Path root = absolute(folders.get(0));
    for (Path folder : folders) {
      while (!absolute(folder).startsWith(root)) {
        root = root.getParent();
      }
    }
    List<String> paths = new ArrayList<>();
    for (Path folder : folders) {
      paths.addAll(paths(root, FolderFaces.open(folder)));
    }
    return new ImageFolder(root, list(paths));
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  private static List<String> paths(Path root, FaceDataset faces) {
    return IntStream.range(0, faces.size())
        .mapToObj(image -> root.relativize(absolute(faces.file(image).orElseThrow())).toString())
        .toList();
  }

  private static String id(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** The folder's name, for lists and headlines. */
  String name() {
    return root.getFileName() == null ? "faces" : root.getFileName().toString();
  }

  /** Images with ids. */
  static TemplateList list(List<String> paths) {
    return new TemplateList(paths, Optional.of(paths.stream().map(ImageFolder::id).toList()));
  }

  /** Some of the images, to embed or to show. */
  FaceDataset faces(List<String> paths) {
    return PathFaces.open(root, paths);
  }

  /** The same, to be looked at before they are used. */
  ReadableImages readable(List<String> paths) {
    return new ReadableImages(faces(paths), paths);
  }

  /** One image, for the eye. */
  RgbImage picture(String path, int side) {
    return ImageReader.readSquare(root.resolve(path).toString(), bytes(path), side);
  }

  private byte[] bytes(String path) {
    Path file = root.resolve(path);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  /**
   * Two folders of one name are one person.
   *
   * @throws BadDataException if an identity of {@code probes} is here too
   */
  void requireNobodyOf(TemplateList probes) {
    List<String> shared = SharedIdentities.of(people(probes), people(list));
    if (!shared.isEmpty()) {
      throw new BadDataException(
          "expected distractors of other people than the probes, found %d in both, for instance %s"
              .formatted(shared.size(), shared.get(0)));
    }
  }

  private static List<String> people(TemplateList list) {
    return list.ids().orElseThrow().stream()
        .map(id -> id.substring(id.lastIndexOf('/') + 1))
        .distinct()
        .toList();
  }
}
