package dev.routeface.sdk.image;

import dev.routeface.sdk.image.BadImageException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks the segments of a JPEG (ITU-T T.81, annex B) to the end-of-image marker. What telephones
 * put behind it, a second picture with more light, is left alone.
 */
final class JpegHeader {
  /**
   * Encoders write about ten. Each costs a pass over all pixels, so that a small file of thousands
   * would keep a processor busy for minutes.
   */
  private static final int MAX_SCANS = 100;

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final ByteBuffer in;
  private int width;
  private int height;
  private boolean framed;
  private int components;
  private boolean adobe;
  private int orientation;
  private int scans;

  private JpegHeader(String name, ByteBuffer in) {
    this.name = name;
    this.in = in;
  }

  static ImageHeader of(String name, ByteBuffer in) {
    JpegHeader walk = new JpegHeader(name, in);
    walk.run();
    walk.requireKnownColours();
    return new ImageHeader(
        ImageFormat.JPEG, walk.width, walk.height, Math.max(walk.orientation, Exif.UPRIGHT), 0);
  }

  private void run() {
    int at = 2;
    for (int marker = marker(at); marker != 0xD9 || !framed; marker = marker(at)) {
      boolean filling = marker == 0xFF; // any number of FF may stand before a marker
      if (!filling) {
        look(marker, at + 4);
      }
      at += filling ? 1 : 2 + u16(at + 2);
      if (marker == 0xDA) {
        at = endOfScan(at);
      }
    }
  }

  private int marker(int at) {
    if (u8(at) != 0xFF) {
      throw new BadImageException(
          "%s: damaged: expected a JPEG marker at byte %d, found 0x%02x"
              .formatted(name, at, u8(at)));
    }
    return u8(at + 1);
  }

  /**
   * @param at first byte of the segment's content
   */
  private void look(int marker, int at) {
    if (isFrame(marker) && !framed) {
      framed = true;
      height = u16(at + 1);
      width = u16(at + 3);
      components = u8(at + 5);
    } else if (marker == 0xE1 && orientation == 0 && starts(at, EXIF)) {
      int length = Math.max(0, u16(at - 2) - 2 - EXIF.length);
      orientation = Exif.orientation(in.slice(at + EXIF.length, length));
    } else if (marker == 0xEE && starts(at, ADOBE)) {
      adobe = true;
    } else if (marker == 0xDA && ++scans > MAX_SCANS) {
      throw new BadImageException(
          Fault.TOO_LARGE, "%s: expected at most %d scans, found more".formatted(name, MAX_SCANS));
    }
  }

  private boolean starts(int at, byte[] name) {
    return u16(at - 2) >= 2 + name.length
        && in.slice(at, name.length).equals(ByteBuffer.wrap(name));
  }

  /**
   * Adobe's marker says that inks are stored inverted, and OpenCV takes them so with or without it:
   * without, a bright picture would come out black.
   */
  private void requireKnownColours() {
    if (components == 4 && !adobe) {
      throw new BadImageException(
          Fault.UNSUPPORTED,
          name
              + ": expected a JPEG in grey or RGB, or in CMYK with Adobe's marker, found four"
              + " components without it; save it as RGB");
    }
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which share their numbers. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Entropy-coded data ends at the first FF that is neither stuffed (00) nor a restart (D0-D7). */
  private int endOfScan(int from) {
    int at = from;
    while (u8(at) != 0xFF || u8(at + 1) == 0 || (u8(at + 1) & 0xF8) == 0xD0) {
      at++;
    }
    return at;
  }

  private int u8(int at) {
    return in.get(at) & 0xFF;
  }

  private int u16(int at) {
    return in.getShort(at) & 0xFFFF;
  }
}
