package dev.routeface.sdk.image;

import dev.routeface.sdk.image.BadImageException.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a picture may be, held against its header before anything is decoded.
 *
 * @param bytes of the file
 * @param side pixels of the longer side
 * @param pixels width times height; four bytes each while it is decoded
 * @param ratio longer over shorter side
 * @param formats containers
 */
public record ImageLimits(int bytes, int side, int pixels, int ratio, Set<ImageFormat> formats) {
  private static final int SIDE = 16_384;
  private static final int PIXELS = 40_000_000;

  /** Files that whoever runs the program has chosen. */
  public static final ImageLimits FILES =
      new ImageLimits(Integer.MAX_VALUE, SIDE, PIXELS, SIDE, EnumSet.allOf(ImageFormat.class));

  /**
   * What strangers send: 10 MiB, no format without a compressor, no strip narrower than 1 to 20.
   */
  public static final ImageLimits REQUESTS =
      new ImageLimits(
          10 << 20,
          SIDE,
          PIXELS,
          20,
          EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP));

  public ImageLimits {
    formats = Set.copyOf(formats);
  }

  void requireBytes(String name, int found) {
    if (found > bytes) {
      throw new BadImageException(
          Fault.TOO_LARGE, "%s: expected at most %d bytes, found %d".formatted(name, bytes, found));
    }
  }

  void requireFit(String name, ImageHeader header) {
    requireFormat(name, header.format());
    requireSides(name, header.width(), header.height());
    requireArea(name, header.width(), header.height());
  }

  private void requireFormat(String name, ImageFormat found) {
    if (!formats.contains(found)) {
      throw new BadImageException(
          Fault.UNSUPPORTED,
          "%s: expected a %s image, found %s".formatted(name, words(), found.label()));
    }
  }

  /** {@code JPEG, PNG or WebP}. */
  String words() {
    List<String> labels = formats.stream().sorted().map(ImageFormat::label).toList();
    int last = labels.size() - 1;
    return last == 0
        ? labels.get(0)
        : labels.stream().limit(last).collect(Collectors.joining(", ")) + " or " + labels.get(last);
  }

  private void requireSides(String name, int width, int height) {
    if (width < 1 || height < 1 || width > side || height > side) {
      throw new BadImageException(
          Fault.TOO_LARGE,
          "%s: expected sides of 1 to %d pixels, found %d x %d"
              .formatted(name, side, width, height));
    }
    if (Math.max(width, height) > (long) ratio * Math.min(width, height)) {
      throw new BadImageException(
          Fault.TOO_LARGE,
          "%s: expected sides of at most %d to 1, found %d x %d"
              .formatted(name, ratio, width, height));
    }
  }

  private void requireArea(String name, int width, int height) {
    if ((long) width * height > pixels) {
      throw new BadImageException(
          Fault.TOO_LARGE,
          "%s: expected at most %d pixels, found %d x %d".formatted(name, pixels, width, height));
    }
  }
}
