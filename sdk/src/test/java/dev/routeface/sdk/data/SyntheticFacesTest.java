package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticFacesTest {
  private static final SyntheticFaces FACES = new SyntheticFaces(20, 5, 32, Seed.of(4));

  @Test
  void drawsTheSamePictureEveryTimeAndInEveryThread() {
    List<byte[]> alone = IntStream.range(0, 100).mapToObj(FACES::encoded).toList();
    List<byte[]> together = IntStream.range(0, 100).parallel().mapToObj(FACES::encoded).toList();
    for (int i = 0; i < 100; i++) {
      assertArrayEquals(alone.get(i), together.get(i), FACES.name(i));
    }
  }

  @Test
  void drawsNoPictureTwice() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < FACES.size(); i++) {
      assertTrue(seen.add(Arrays.hashCode(FACES.encoded(i))), FACES.name(i));
    }
  }

  @Test
  void anotherSeedIsOtherPeople() {
    SyntheticFaces others = new SyntheticFaces(20, 5, 32, Seed.of(5));
    assertFalse(Arrays.equals(FACES.encoded(0), others.encoded(0)));
    assertNotEquals(FACES.sha256(), others.sha256());
  }

  @Test
  void keepsEveryPictureWhenPeopleOrShotsAreAdded() {
    SyntheticFaces more = new SyntheticFaces(30, 9, 32, Seed.of(4));
    assertArrayEquals(FACES.encoded(3 * 5 + 2), more.encoded(3 * 9 + 2));
    assertEquals(FACES.name(3 * 5 + 2), more.name(3 * 9 + 2));
  }

  @Test
  void numbersPicturesPersonByPerson() {
    assertEquals(100, FACES.size());
    assertEquals(20, FACES.identities().size());
    assertEquals(3, FACES.identity(19));
    assertEquals("seed4-person00003/0004", FACES.name(19));
  }

  @Test
  void isReadByTheImageReader() {
    RgbImage image = ImageReader.readSquare(FACES.name(0), FACES.encoded(0), 32);
    assertEquals(32 * 32 * 3, image.pixels().length);
  }

  @Test
  void looksMoreLikeItselfThanLikeOthers() {
    double same = 0;
    double other = 0;
    for (int person = 0; person < 20; person++) {
      same += distance(person * 5, person * 5 + 1);
      other += distance(person * 5, (person + 7) % 20 * 5 + 1);
    }
    assertTrue(same < 0.9 * other, same + " against " + other);
  }

  @Test
  void saysWhatItExpectedOfItsNumbers() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new SyntheticFaces(0, 5, 32, Seed.of(4)));
    assertEquals(
        "expected at least 1 identity, 1 image of each and 16 to 1024 pixels, found 0, 5 and 32",
        e.getMessage());
  }

  private static double distance(int a, int b) {
    byte[] one = FACES.encoded(a);
    byte[] two = FACES.encoded(b);
    double sum = 0;
    for (int i = one.length - 32 * 32 * 3; i < one.length; i++) {
      int d = (one[i] & 0xff) - (two[i] & 0xff);
      sum += (double) d * d;
    }
    return sum;
  }
}
