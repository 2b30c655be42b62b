package dev.routeface.sdk.embed;

import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.image.BadImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Noise of eight pixels a side, two identities in turns; some cannot be read. */
record FewFaces(int size, Set<Integer> unreadable) implements FaceDataset {
  static final int SIDE = 8;

  @Override
  public int identity(int index) {
    return index % 2;
  }

  @Override
  public List<String> identities() {
    return List.of("a", "b");
  }

  @Override
  public String name(int index) {
    return "face%03d".formatted(index);
  }

  @Override
  public byte[] encoded(int index) {
    if (unreadable.contains(index)) {
      throw new BadImageException(name(index) + ": expected a picture, found a hole");
    }
    byte[] header = "P6\n8 8\n255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] ppm = Arrays.copyOf(header, header.length + 3 * SIDE * SIDE);
    System.arraycopy(rgb(index), 0, ppm, header.length, 3 * SIDE * SIDE);
    return ppm;
  }

  static byte[] rgb(int index) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    new SplittableRandom(index).nextBytes(rgb);
    return rgb;
  }

  @Override
  public String sha256() {
    return "%064d".formatted(size);
  }
}
