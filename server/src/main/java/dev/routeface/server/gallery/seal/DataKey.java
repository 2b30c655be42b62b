package dev.routeface.server.gallery.seal;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit key that seals data with AES in Galois/Counter mode (NIST SP 800-38D). Sealed data is a
 * random nonce of 12 bytes, the ciphertext, and a tag of 16 bytes.
 *
 * <p>A random nonce is safe for 2^32 seals under one key; a subject has a key of its own, and the
 * master key seals other keys alone.
 */
public final class DataKey {
  public static final int BYTES = 32;

  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  public DataKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "expected a key of %d bytes, found %d".formatted(BYTES, key.length));
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Fresh secret bytes. */
  public static byte[] random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  public byte[] seal(byte[] plain, Place place) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, place);
      byte[] sealed = Arrays.copyOf(nonce, NONCE + plain.length + TAG);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has AES-GCM", e);
    }
  }

  /**
   * @throws GalleryException naming the place, if the data was changed, is sealed under another
   *     key, or belongs to another place
   */
  public byte[] open(byte[] sealed, Place place) {
    if (sealed.length < NONCE + TAG) {
      throw broken(place, "expected sealed data, found " + sealed.length + " bytes");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, sealed, 0, place)
          .doFinal(sealed, NONCE, sealed.length - NONCE);
    } catch (AEADBadTagException e) {
      throw broken(place, "sealed data was changed, or belongs elsewhere");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, int at, Place place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce, at, NONCE));
    cipher.updateAAD(place.bytes());
    return cipher;
  }

  private static GalleryException broken(Place place, String found) {
    return new GalleryException(Problem.DAMAGED, place + ": " + found);
  }
}
