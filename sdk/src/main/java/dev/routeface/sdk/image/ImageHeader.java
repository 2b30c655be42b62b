package dev.routeface.sdk.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What can be known of an encoded picture without decoding it: its format, its size, and that its
 * end is there.
 *
 * <p>Two things make this worth reading ourselves. A small file may claim to be huge, and a decoder
 * believes it and allocates. And OpenCV fills the missing part of a file that was cut with grey,
 * with no more than a warning on the console: such a face would be trained on.
 *
 * @param format the container
 * @param width pixels per row, 1 to {@link #MAX_SIDE}
 * @param height rows, 1 to {@link #MAX_SIDE}
 * @param data first byte of the pixels; 0 unless the format is {@link Format#PPM}
 */
record ImageHeader(Format format, int width, int height, int data) {
  enum Format {
    JPEG,
    PNG,
    WEBP,
    BMP,
    PPM
  }

  /** Largest width and height in pixels. */
  static final int MAX_SIDE = 16_384;

  /** Largest number of pixels: 160 MB once decoded, which one request may cost. */
  static final int MAX_PIXELS = 40_000_000;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IEND = 0x49454E44;

  /**
   * Reads the header of one picture.
   *
   * @param name for messages
   * @throws BadImageException if it is of no known format, too large, or cut
   */
  static ImageHeader of(String name, byte[] encoded) {
    try {
      ImageHeader header = parse(name, ByteBuffer.wrap(encoded));
      header.requireModest(name);
      return header;
    } catch (IndexOutOfBoundsException e) { // the buffer's own bounds check finds every early end
      throw truncated(name, encoded.length + " bytes", e);
    }
  }

  private static ImageHeader parse(String name, ByteBuffer in) {
    if (in.limit() < 12) {
      throw unknown(name, in);
    }
    if ((in.getInt(0) >>> 8) == 0xFFD8FF) {
      return jpeg(name, in);
    }
    if (in.getLong(0) == PNG_SIGNATURE) {
      return png(name, in);
    }
    if (ascii(in, 0, 4).equals("RIFF") && ascii(in, 8, 4).equals("WEBP")) {
      return webp(name, in.order(ByteOrder.LITTLE_ENDIAN));
    }
    return switch (ascii(in, 0, 2)) {
      case "BM" -> bmp(name, in.order(ByteOrder.LITTLE_ENDIAN));
      case "P6" -> ppm(name, in);
      default -> throw unknown(name, in);
    };
  }

  /** Walks the segments (ITU-T T.81, annex B) to the end-of-image marker. */
  private static ImageHeader jpeg(String name, ByteBuffer in) {
    ImageHeader header = null;
    int at = 2;
    while (true) {
      int marker = marker(name, in, at);
      if (marker == 0xD9 && header != null) {
        return header;
      }
      if (isFrame(marker) && header == null) {
        header = new ImageHeader(Format.JPEG, u16(in, at + 7), u16(in, at + 5), 0);
      }
      boolean filling = marker == 0xFF; // any number of FF may stand before a marker
      at += filling ? 1 : 2 + u16(in, at + 2);
      if (marker == 0xDA) {
        at = endOfScan(in, at);
      }
    }
  }

  private static int marker(String name, ByteBuffer in, int at) {
    if (u8(in, at) != 0xFF) {
      throw new BadImageException(
          "%s: damaged: expected a JPEG marker at byte %d, found 0x%02x"
              .formatted(name, at, u8(in, at)));
    }
    return u8(in, at + 1);
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which share their numbers. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Entropy-coded data ends at the first FF that is neither stuffed (00) nor a restart (D0-D7). */
  private static int endOfScan(ByteBuffer in, int from) {
    int at = from;
    while (u8(in, at) != 0xFF || u8(in, at + 1) == 0 || (u8(in, at + 1) & 0xF8) == 0xD0) {
      at++;
    }
    return at;
  }

  /** Walks the chunks to {@code IEND}. */
  private static ImageHeader png(String name, ByteBuffer in) {
    long at = 8;
    while (in.getInt((int) at + 4) != IEND) {
      at += 12 + (in.getInt((int) at) & 0xFFFFFFFFL);
      if (at + 12 > in.limit()) {
        throw truncated(name, in.limit() + " bytes", null);
      }
    }
    return new ImageHeader(Format.PNG, in.getInt(16), in.getInt(20), 0);
  }

  /** Lossy, lossless and extended files (RFC 9649, section 2.5 to 2.7). */
  private static ImageHeader webp(String name, ByteBuffer in) {
    requireLength(name, in, (in.getInt(4) & 0xFFFFFFFFL) + 8);
    String chunk = ascii(in, 12, 4);
    int width;
    int height;
    switch (chunk) {
      case "VP8 " -> {
        width = in.getShort(26) & 0x3FFF;
        height = in.getShort(28) & 0x3FFF;
      }
      case "VP8L" -> {
        width = 1 + (in.getInt(21) & 0x3FFF);
        height = 1 + (in.getInt(21) >>> 14 & 0x3FFF);
      }
      case "VP8X" -> {
        width = 1 + (in.getInt(24) & 0xFFFFFF);
        height = 1 + (in.getInt(26) >>> 8);
      }
      default ->
          throw new BadImageException(
              name + ": expected a VP8 chunk in the WebP file, found \"" + chunk + '"');
    }
    return new ImageHeader(Format.WEBP, width, height, 0);
  }

  private static ImageHeader bmp(String name, ByteBuffer in) {
    if (in.getInt(14) < 40) {
      throw new BadImageException(
          name + ": expected a BMP header of at least 40 bytes, found " + in.getInt(14));
    }
    int width = in.getInt(18);
    int height = Math.abs(in.getInt(22)); // negative when the rows run from the top
    long row = ((long) width * u16(in, 28) + 31) / 32 * 4;
    boolean packed = in.getInt(30) == 1 || in.getInt(30) == 2;
    requireLength(name, in, packed ? in.getInt(2) : in.getInt(10) + row * height);
    return new ImageHeader(Format.BMP, width, height, 0);
  }

  private static ImageHeader ppm(String name, ByteBuffer in) {
    int[] numbers = new int[3];
    int at = 2;
    for (int i = 0; i < numbers.length; i++) {
      at = afterBlanks(in, at);
      for (; u8(in, at) >= '0' && u8(in, at) <= '9' && numbers[i] <= MAX_SIDE; at++) {
        numbers[i] = numbers[i] * 10 + u8(in, at) - '0';
      }
    }
    if (numbers[2] != 255) {
      throw new BadImageException(
          name + ": expected a PPM file with a maximum of 255, found " + numbers[2]);
    }
    requireLength(name, in, at + 1 + 3L * numbers[0] * numbers[1]);
    return new ImageHeader(Format.PPM, numbers[0], numbers[1], at + 1);
  }

  /** Skips white space and comments. */
  private static int afterBlanks(ByteBuffer in, int from) {
    int at = from;
    for (boolean comment = false; comment || u8(in, at) <= ' ' || u8(in, at) == '#'; at++) {
      comment = u8(in, at) == '#' || (comment && u8(in, at) != '\n');
    }
    return at;
  }

  private void requireModest(String name) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new BadImageException(
          "%s: expected sides of 1 to %d pixels, found %d x %d"
              .formatted(name, MAX_SIDE, width, height));
    }
    if ((long) width * height > MAX_PIXELS) {
      throw new BadImageException(
          "%s: expected at most %d pixels, found %d x %d"
              .formatted(name, MAX_PIXELS, width, height));
    }
  }

  private static void requireLength(String name, ByteBuffer in, long expected) {
    if (in.limit() < expected) {
      throw truncated(name, "%d of %d bytes".formatted(in.limit(), expected), null);
    }
  }

  private static BadImageException truncated(String name, String found, Throwable cause) {
    return new BadImageException(
        name + ": truncated: expected a whole image, found its first " + found, cause);
  }

  private static BadImageException unknown(String name, ByteBuffer in) {
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < Math.min(4, in.limit()); i++) {
      start.append(" %02x".formatted(u8(in, i)));
    }
    return new BadImageException(
        "%s: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found %s"
            .formatted(name, in.limit() == 0 ? "no bytes" : "bytes" + start));
  }

  private static int u8(ByteBuffer in, int at) {
    return in.get(at) & 0xFF;
  }

  private static int u16(ByteBuffer in, int at) {
    return in.getShort(at) & 0xFFFF;
  }

  private static String ascii(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
