package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.pickle.Pickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The verification sets of the InsightFace tools ({@code lfw.bin}, {@code cfp_fp.bin}, {@code
 * agedb_30.bin}): a Python pickle of {@code (images, same)}, where images {@code 2i} and {@code 2i
 * + 1} are pair {@code i} and {@code same[i]} tells whether they show one person.
 */
public final class VerificationBin {
  /** A file is held in memory whole, as the tools that write it do too. */
  static final long MAX_BYTES = 2_000_000_000;

  private VerificationBin() {}

  /**
   * Reads all pairs; images stay encoded. Nothing that the file asks for is executed.
   *
   * @throws BadDataException if it is no such pickle, cut, or asks for more than data
   */
  public static List<VerificationPair> open(Path file) {
    return pairs(file.toString(), Pickle.load(file.toString(), content(file)));
  }

  private static byte[] content(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BadDataException(
            file + ": expected at most " + MAX_BYTES + " bytes, found " + Files.size(file));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  private static List<VerificationPair> pairs(String file, Object value) {
    if (!(value instanceof List<?> tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof List<?> images
        && tuple.get(1) instanceof List<?> same)) {
      throw new BadDataException(file + ": expected a tuple of two lists, found another value");
    }
    if (images.size() != 2 * same.size()) {
      throw new BadDataException(
          "%s: expected two images for each of %d pairs, found %d images"
              .formatted(file, same.size(), images.size()));
    }
    List<VerificationPair> pairs = new ArrayList<>();
    for (int i = 0; i < same.size(); i++) {
      String name = file + " pair " + i;
      pairs.add(
          new VerificationPair(
              name,
              image(name, images.get(2 * i)),
              image(name, images.get(2 * i + 1)),
              flag(name, same.get(i))));
    }
    return List.copyOf(pairs);
  }

  private static byte[] image(String name, Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new BadDataException(
        name + ": expected an image as bytes, found a " + value.getClass().getSimpleName());
  }

  /** Some writers store 1 and 0. */
  private static boolean flag(String name, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Long number && (number == 0 || number == 1)) {
      return number == 1;
    }
    throw new BadDataException(
        name + ": expected True or False, found a " + value.getClass().getSimpleName());
  }
}
