package dev.routeface.server.gallery.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Numbers that follow from a 256-bit key, the same on every machine: AES in counter mode. */
final class Keystream {
  private static final byte[] ZEROS = new byte[4096];

  private final Cipher cipher;
  private ByteBuffer ahead = ByteBuffer.allocate(0);

  Keystream(byte[] key) {
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has AES in counter mode", e);
    }
  }

  /** Uniform over all longs. */
  long next() {
    if (ahead.remaining() < Long.BYTES) {
      ahead = ByteBuffer.wrap(cipher.update(ZEROS));
    }
    return ahead.getLong();
  }

  /** Uniform from 0 to 1, the latter excluded: 53 bits. */
  double fraction() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** Uniform from 0 to {@code bound}, the latter excluded; the bias is below 2^-40. */
  int below(int bound) {
    return (int) (fraction() * bound);
  }
}
