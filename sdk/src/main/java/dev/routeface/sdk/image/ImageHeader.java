package dev.routeface.sdk.image;

import dev.routeface.sdk.image.BadImageException.Fault;
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
 * @param width pixels per row as they are stored
 * @param height rows as they are stored
 * @param orientation how they are to be turned, 1 to 8 as in EXIF
 * @param data first byte of the pixels; 0 unless the format is {@link ImageFormat#PPM}
 */
record ImageHeader(ImageFormat format, int width, int height, int orientation, int data) {
  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IEND = 0x49454E44;
  private static final int ANIMATION = 0x6163544C; // acTL
  private static final int EXIF_CHUNK = 0x65584966; // eXIf

  /** No side has as many digits: reading on could only overflow. */
  private static final int ENDLESS = 1_000_000;

  /**
   * Reads the header of one picture.
   *
   * @param name for messages
   * @throws BadImageException if it is of no known format, has several frames, exceeds the limits,
   *     or is cut
   */
  static ImageHeader of(String name, byte[] encoded, ImageLimits limits) {
    limits.requireBytes(name, encoded.length);
    try {
      ImageHeader header = parse(name, ByteBuffer.wrap(encoded), limits);
      limits.requireFit(name, header);
      return header;
    } catch (IndexOutOfBoundsException e) { // the buffer's own bounds check finds every early end
      throw truncated(name, encoded.length + " bytes", e);
    }
  }

  private static ImageHeader parse(String name, ByteBuffer in, ImageLimits limits) {
    if (in.limit() < 12) {
      throw unknown(name, in, limits);
    }
    if ((in.getInt(0) >>> 8) == 0xFFD8FF) {
      return JpegHeader.of(name, in);
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
      default -> throw unknown(name, in, limits);
    };
  }

  /** Walks the chunks to {@code IEND} (W3C, PNG third edition). */
  private static ImageHeader png(String name, ByteBuffer in) {
    int orientation = Exif.UPRIGHT;
    long at = 8;
    for (int type = in.getInt(12); type != IEND; type = in.getInt((int) at + 4)) {
      long length = in.getInt((int) at) & 0xFFFFFFFFL;
      if (type == ANIMATION) {
        throw frames(name, "an animated PNG");
      }
      if (type == EXIF_CHUNK) {
        orientation = Exif.orientation(in.slice((int) at + 8, (int) length));
      }
      at += 12 + length;
      if (at + 12 > in.limit()) {
        throw truncated(name, in.limit() + " bytes", null);
      }
    }
    return new ImageHeader(ImageFormat.PNG, in.getInt(16), in.getInt(20), orientation, 0);
  }

  /** Lossy, lossless and extended files (RFC 9649, section 2.5 to 2.7). */
  private static ImageHeader webp(String name, ByteBuffer in) {
    requireLength(name, in, (in.getInt(4) & 0xFFFFFFFFL) + 8);
    String chunk = ascii(in, 12, 4);
    return switch (chunk) {
      case "VP8 " -> webp(in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF, Exif.UPRIGHT);
      case "VP8L" ->
          webp(1 + (in.getInt(21) & 0x3FFF), 1 + (in.getInt(21) >>> 14 & 0x3FFF), Exif.UPRIGHT);
      case "VP8X" -> extendedWebp(name, in);
      default ->
          throw new BadImageException(
              name + ": expected a VP8 chunk in the WebP file, found \"" + chunk + '"');
    };
  }

  private static ImageHeader webp(int width, int height, int orientation) {
    return new ImageHeader(ImageFormat.WEBP, width, height, orientation, 0);
  }

  private static ImageHeader extendedWebp(String name, ByteBuffer in) {
    int flags = in.get(20);
    if ((flags & 0x02) != 0) {
      throw frames(name, "an animated WebP");
    }
    int orientation = (flags & 0x08) != 0 ? exifOfWebp(in) : Exif.UPRIGHT;
    return webp(1 + (in.getInt(24) & 0xFFFFFF), 1 + (in.getInt(26) >>> 8), orientation);
  }

  /** Chunks have even places; the metadata stand behind the pixels. */
  private static int exifOfWebp(ByteBuffer in) {
    long at = 12;
    while (at + 8 <= in.limit()) {
      long length = in.getInt((int) at + 4) & 0xFFFFFFFFL;
      if (ascii(in, (int) at, 4).equals("EXIF")) {
        return Exif.orientation(in.slice((int) at + 8, (int) length));
      }
      at += 8 + length + (length & 1);
    }
    return Exif.UPRIGHT;
  }

  private static BadImageException frames(String name, String found) {
    return new BadImageException(
        Fault.UNSUPPORTED, "%s: expected a single picture, found %s".formatted(name, found));
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
    return new ImageHeader(ImageFormat.BMP, width, height, Exif.UPRIGHT, 0);
  }

  private static ImageHeader ppm(String name, ByteBuffer in) {
    int[] numbers = new int[3];
    int at = 2;
    for (int i = 0; i < numbers.length; i++) {
      at = afterBlanks(in, at);
      for (; u8(in, at) >= '0' && u8(in, at) <= '9' && numbers[i] <= ENDLESS; at++) {
        numbers[i] = numbers[i] * 10 + u8(in, at) - '0';
      }
    }
    if (numbers[2] != 255) {
      throw new BadImageException(
          name + ": expected a PPM file with a maximum of 255, found " + numbers[2]);
    }
    requireLength(name, in, at + 1 + 3L * numbers[0] * numbers[1]);
    return new ImageHeader(ImageFormat.PPM, numbers[0], numbers[1], Exif.UPRIGHT, at + 1);
  }

  /** Skips white space and comments. */
  private static int afterBlanks(ByteBuffer in, int from) {
    int at = from;
    for (boolean comment = false; comment || u8(in, at) <= ' ' || u8(in, at) == '#'; at++) {
      comment = u8(in, at) == '#' || (comment && u8(in, at) != '\n');
    }
    return at;
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

  private static BadImageException unknown(String name, ByteBuffer in, ImageLimits limits) {
    return new BadImageException(
        Fault.UNSUPPORTED,
        "%s: expected a %s image, found %s".formatted(name, limits.words(), start(in)));
  }

  private static String start(ByteBuffer in) {
    if (in.limit() >= 4 && ascii(in, 0, 4).equals("GIF8")) {
      return "GIF";
    }
    StringBuilder bytes = new StringBuilder("bytes");
    for (int i = 0; i < Math.min(4, in.limit()); i++) {
      bytes.append(" %02x".formatted(u8(in, i)));
    }
    return in.limit() == 0 ? "no bytes" : bytes.toString();
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
