package dev.routeface.sdk.data;

import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.synthetic.FaceRenderer;
import dev.routeface.sdk.math.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Faces that nobody has, rendered when asked for: image {@code i} belongs to identity {@code i /
 * imagesPerIdentity}. A pure function of its four numbers, on every platform.
 *
 * <p>Identities of two seeds are different people, so a training set and a test set are two seeds.
 */
public final class SyntheticFaces implements FaceDataset {
  /** Counts whoever changes what is drawn: cached embeddings of older drawings must not match. */
  private static final int VERSION = 1;

  private final int imagesPerIdentity;
  private final int pixels;
  private final Seed seed;
  private final List<String> identities;

  /**
   * @param identities number of people, at least 1
   * @param imagesPerIdentity pictures of each, at least 1
   * @param pixels side of the square pictures, 16 to 1024
   * @param seed decides everything that is drawn
   */
  public SyntheticFaces(int identities, int imagesPerIdentity, int pixels, Seed seed) {
    if (identities < 1 || imagesPerIdentity < 1 || pixels < 16 || pixels > 1024) {
      throw new IllegalArgumentException(
          "expected at least 1 identity, 1 image of each and 16 to 1024 pixels, found %d, %d and %d"
              .formatted(identities, imagesPerIdentity, pixels));
    }
    Math.multiplyExact(identities, imagesPerIdentity);
    this.imagesPerIdentity = imagesPerIdentity;
    this.pixels = pixels;
    this.seed = seed;
    this.identities =
        IntStream.range(0, identities)
            .mapToObj(number -> "seed%d-person%05d".formatted(seed.value(), number))
            .toList();
  }

  @Override
  public int size() {
    return identities.size() * imagesPerIdentity;
  }

  @Override
  public int identity(int index) {
    return index / imagesPerIdentity;
  }

  @Override
  public List<String> identities() {
    return identities;
  }

  @Override
  public String name(int index) {
    return identities.get(identity(index)) + "/%04d".formatted(index % imagesPerIdentity);
  }

  /** Renders the picture, as binary PPM ({@code P6}). */
  @Override
  public byte[] encoded(int index) {
    byte[] header =
        "P6\n%d %d\n255\n".formatted(pixels, pixels).getBytes(StandardCharsets.US_ASCII);
    byte[] rgb = rgb(index);
    byte[] ppm = new byte[header.length + rgb.length];
    System.arraycopy(header, 0, ppm, 0, header.length);
    System.arraycopy(rgb, 0, ppm, header.length, rgb.length);
    return ppm;
  }

  private byte[] rgb(int index) {
    int who = identity(index);
    Seed person = seed.at("person", who);
    return FaceRenderer.render(person, person.at("shot", index % imagesPerIdentity), pixels);
  }

  @Override
  public String sha256() {
    return Sha256.ofText(
        "synthetic faces %d: %d x %d, %d px, seed %d"
            .formatted(VERSION, identities.size(), imagesPerIdentity, pixels, seed.value()));
  }
}
