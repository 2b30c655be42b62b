package dev.routeface.sdk.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one entry of EXIF that changes what a face looks like (CIPA DC-008, 4.6.4: tag 0x0112).
 *
 * <p>Decoders differ in which containers they obey it in, so it is read here for all of them.
 */
final class Exif {
  /** As the camera was held: nothing to do. */
  static final int UPRIGHT = 1;

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  private Exif() {}

  /**
   * The orientation, 1 to 8. Damaged or missing metadata spoil no picture: it counts as upright.
   *
   * @param tiff a TIFF header and what its offsets point to
   */
  static int orientation(ByteBuffer tiff) {
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      return tiff.getShort(2) == 42 ? orientation(tiff, tiff.getInt(4)) : UPRIGHT;
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }

  private static int orientation(ByteBuffer tiff, int directory) {
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY;
      if (tiff.getShort(at) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
        int found = tiff.getShort(at + 8);
        return found >= 1 && found <= 8 ? found : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** Whether a picture of this orientation lies on its side, so that width and height change. */
  static boolean swapsSides(int orientation) {
    return orientation >= 5;
  }
}
