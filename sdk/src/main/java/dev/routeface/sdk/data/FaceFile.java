package dev.routeface.sdk.data;

import java.nio.file.Path;

/**
 * A photograph on disk and who it shows.
 *
 * @param identity name of the person within the data set
 * @param file the image
 */
public record FaceFile(String identity, Path file) {}
