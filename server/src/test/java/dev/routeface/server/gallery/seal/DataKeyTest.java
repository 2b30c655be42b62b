package dev.routeface.server.gallery.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DataKeyTest {
  private static final Place PLACE = Place.of("face", "staff", "ann", "ec_1");
  private final DataKey key = new DataKey(DataKey.random());

  @Test
  void opensWhatItSealed() {
    byte[] plain = {1, 2, 3};
    assertArrayEquals(plain, key.open(key.seal(plain, PLACE), PLACE));
    assertArrayEquals(new byte[0], key.open(key.seal(new byte[0], PLACE), PLACE));
  }

  @Test
  void neverSealsTwiceAlike() {
    byte[] plain = {1, 2, 3};
    assertFalse(Arrays.equals(key.seal(plain, PLACE), key.seal(plain, PLACE)));
  }

  @Test
  void opensNothingThatWasChangedInAnyBit() {
    byte[] sealed = key.seal(new byte[] {1, 2, 3}, PLACE);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused("face|staff|ann|ec_1: sealed data was changed, or belongs elsewhere", changed);
    }
    assertRefused(
        "face|staff|ann|ec_1: expected sealed data, found 27 bytes", Arrays.copyOf(sealed, 27));
  }

  @Test
  void opensNothingElsewhere() {
    byte[] sealed = key.seal(new byte[] {1}, Place.of("face", "staff", "ann", "ec_2"));
    assertRefused("face|staff|ann|ec_1: sealed data was changed, or belongs elsewhere", sealed);
    // The same letters, divided in another way.
    byte[] shifted = key.seal(new byte[] {1}, Place.of("face", "staffann", "", "ec_1"));
    assertRefused("face|staff|ann|ec_1: sealed data was changed, or belongs elsewhere", shifted);
  }

  @Test
  void opensNothingOfAnotherKey() {
    byte[] sealed = new DataKey(DataKey.random()).seal(new byte[] {1}, PLACE);
    assertRefused("face|staff|ann|ec_1: sealed data was changed, or belongs elsewhere", sealed);
  }

  /** The layout that DataKey promises, made by hand from the platform's own cipher. */
  @Test
  void opensByTheStandard() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] secret =
        hex.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = hex.parseHex("cafebabefacedbaddecaf888");
    cipher.init(
        javax.crypto.Cipher.ENCRYPT_MODE,
        new javax.crypto.spec.SecretKeySpec(secret, "AES"),
        new javax.crypto.spec.GCMParameterSpec(128, nonce));
    // The place's bytes: each text behind its length.
    cipher.updateAAD(hex.parseHex("00000004" + "66616365" + "00000003" + "616e6e"));
    byte[] tail = cipher.doFinal(hex.parseHex("d9313225f88406e5"));
    byte[] sealed = Arrays.copyOf(nonce, nonce.length + tail.length);
    System.arraycopy(tail, 0, sealed, nonce.length, tail.length);
    assertEquals(
        "d9313225f88406e5",
        hex.formatHex(new DataKey(secret).open(sealed, Place.of("face", "ann"))));
  }

  private void assertRefused(String message, byte[] sealed) {
    GalleryException refused = assertThrows(GalleryException.class, () -> key.open(sealed, PLACE));
    assertEquals(message, refused.getMessage());
    assertEquals(Problem.DAMAGED, refused.problem());
  }
}
