package dev.routeface.server.gallery.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Texts as bytes with one reading: each in UTF-8 behind its length, four bytes with the big end
 * first, so that no text can run into the next.
 */
public final class CanonicalForm {
  private CanonicalForm() {}

  public static byte[] of(List<String> texts) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      form.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      form.writeBytes(bytes);
    }
    return form.toByteArray();
  }
}
