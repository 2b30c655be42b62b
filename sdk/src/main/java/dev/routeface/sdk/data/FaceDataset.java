package dev.routeface.sdk.data;

import dev.routeface.sdk.image.BadImageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Photographs of aligned faces with identities, in a fixed order. Safe for use by several threads.
 */
public interface FaceDataset {
  /** Number of images. */
  int size();

  /** Identity of an image, as an index into {@link #identities}. */
  int identity(int index);

  /** Names of the identities, distinct, in a fixed order. */
  List<String> identities();

  /** Where the image stands, for messages: a path, or file and record number. */
  String name(int index);

  /** The file that holds this image and nothing else, if there is one. */
  default Optional<Path> file(int index) {
    return Optional.empty();
  }

  /**
   * The image as stored: JPEG, PNG, WebP, BMP or PPM bytes.
   *
   * @throws BadImageException if it cannot be read
   */
  byte[] encoded(int index);

  /**
   * SHA-256 over what names every image and its identity, in order. Two data sets with equal
   * digests may share cached embeddings.
   */
  String sha256();
}
