package dev.routeface.sdk.image;

import java.util.List;

/** Finds faces in pictures. Safe for use by several threads. */
public interface FaceDetector extends AutoCloseable {
  /**
   * All faces of a picture, the highest score first; none is no error.
   *
   * @param image upright
   * @return boxes and landmarks in pixels of {@code image}
   */
  List<DetectedFace> detect(RgbImage image);

  /** A short name for people, for instance {@code "YuNet"}. */
  String name();

  /** Digest of the model's files: the same digest finds the same faces. */
  String sha256();

  @Override
  void close();
}
