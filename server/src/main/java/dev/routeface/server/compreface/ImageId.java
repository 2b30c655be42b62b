package dev.routeface.server.compreface;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CompreFace names an enrolled face by a UUID, we by {@code f_} and as many hexadecimal digits: one
 * id in two spellings.
 */
final class ImageId {
  private static final Pattern FACE =
      Pattern.compile(
          "f_(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private ImageId() {}

  /** As a client sees it. */
  static String of(String face) {
    Matcher digits = FACE.matcher(face);
    return digits.matches() ? digits.replaceAll("$1-$2-$3-$4-$5") : face;
  }

  /**
   * As a gallery knows it.
   *
   * @throws FaultException INCORRECT_ARGUMENT if it is no UUID
   */
  static String face(String imageId) {
    if (!UUID.matcher(imageId).matches()) {
      throw Fault.INCORRECT_ARGUMENT.because("image_id: expected a UUID, found another text");
    }
    return "f_" + imageId.replace("-", "").toLowerCase(java.util.Locale.ROOT);
  }
}
