package dev.routeface.eval.features;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a pack says about itself, without a look at its features.
 *
 * @param rows N
 * @param dimension D
 * @param source digest of what the features were made from, as given to {@link PackWriter}
 */
public record PackIndex(int rows, int dimension, String source) {
  /**
   * Reads the header.
   *
   * @throws BadDataException naming the pack, if it is cut or no pack
   */
  public static PackIndex of(PackInput input) {
    try {
      PackLayout layout = layout(input);
      return new PackIndex(layout.rows(), layout.dimension(), layout.source());
    } catch (IOException e) {
      throw unreadable(input.name(), e);
    }
  }

  /**
   * Reads the paths of all rows, in order.
   *
   * @throws BadDataException naming the pack, if it is cut or damaged or no pack
   */
  public static List<String> paths(PackInput input) {
    try {
      return paths(input, layout(input)).paths();
    } catch (IOException e) {
      throw unreadable(input.name(), e);
    }
  }

  static BadDataException unreadable(String name, IOException e) {
    return new BadDataException(name + ": expected a readable pack, found " + Reason.of(e), e);
  }

  static PackLayout layout(PackInput input) throws IOException {
    PackLayout layout = PackLayout.of(input.name(), input.read(0, PackLayout.HEADER));
    if (input.size() != layout.fileBytes()) {
      throw new BadDataException(
          "%s: expected %d bytes for %d rows of %d, found %d"
              .formatted(
                  input.name(),
                  layout.fileBytes(),
                  layout.rows(),
                  layout.dimension(),
                  input.size()));
    }
    return layout;
  }

  static PathIndex paths(PackInput input, PackLayout layout) throws IOException {
    ByteBuffer lines = input.read(layout.pathsAt(), layout.pathBytes());
    if (!Sha256.ofBytes(lines.duplicate()).equals(layout.pathsSha256())) {
      throw new BadDataException(
          input.name()
              + ": expected the digest that its paths were written with, found another: damaged");
    }
    PathIndex paths = PathIndex.of(lines);
    if (paths.size() != layout.rows()) {
      throw new BadDataException(
          "%s: expected a path for each of %d rows, found %d"
              .formatted(input.name(), layout.rows(), paths.size()));
    }
    return paths;
  }
}
