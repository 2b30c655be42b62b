package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.math.Progress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FacePixelsTest {
  @Test
  void keepsThePixelsAndTheirIdentities() {
    FacePixels faces = open(5);
    assertEquals(5, faces.size());
    assertEquals(8, faces.side());
    assertEquals(2, faces.identities());
    assertEquals(List.of("a", "b"), faces.identityNames());
    assertArrayEquals(new int[] {0, 1, 0, 1, 0}, faces.labels());
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(FewFaces.rgb(i), faces.rgb(i));
      assertEquals(i % 2, faces.identity(i));
    }
  }

  @Test
  void bringsEveryFaceToOneSize() {
    FewFaces dataset = new FewFaces(3, Set.of());
    FacePixels faces = FacePixels.open(dataset, 5, Progress.NONE);
    assertEquals(5, faces.side());
    assertArrayEquals(
        ImageReader.readSquare("face002", dataset.encoded(2), 5).pixels(), faces.rgb(2));
  }

  @Test
  void anUnreadableFaceIsNamedAndLeftOut() {
    FacePixels faces = open(100, 40);
    assertEquals(99, faces.size());
    assertEquals(List.of("face040: expected a picture, found a hole"), faces.refused());
    assertArrayEquals(FewFaces.rgb(39), faces.rgb(39));
    assertArrayEquals(FewFaces.rgb(41), faces.rgb(40), "those behind it move up");
    assertEquals(1, faces.identity(40));
    assertEquals(99, faces.labels().length);
  }

  @Test
  void moreThanOneInAHundredIsAnError() {
    assertEquals(
        "expected at most 1 % unreadable images, found 2 of 100; the first: face007: expected a"
            + " picture, found a hole",
        assertThrows(BadDataException.class, () -> open(100, 40, 7)).getMessage());
    assertEquals(198, open(200, 40, 7).size());
  }

  @Test
  void aJudgementNeedsEveryFace() {
    FacePixels whole = open(100);
    assertSame(whole, whole.requireAll());
    assertEquals(
        "expected readable images to judge on, found 1 that are not; the first: face040: expected"
            + " a picture, found a hole",
        assertThrows(BadDataException.class, () -> open(100, 40).requireAll()).getMessage());
  }

  @Test
  void theDigestTellsWhichFacesAreThere() {
    assertEquals(new FewFaces(100, Set.of()).sha256(), open(100).sha256());
    assertEquals(open(100, 40).sha256(), open(100, 40).sha256());
    assertNotEquals(open(100).sha256(), open(100, 40).sha256());
    assertNotEquals(open(100, 41).sha256(), open(100, 40).sha256());
    assertNotEquals(open(99).sha256(), open(100, 99).sha256());
  }

  @Test
  void whatIsNotKeptIsReadAgain() {
    FewFaces dataset = new FewFaces(100, Set.of(1));
    FacePixels kept = open(100, 1);
    for (long room : new long[] {0, 50}) {
      FacePixels faces = FacePixels.open(dataset, 8, room, Progress.NONE);
      assertEquals(99, faces.size());
      assertEquals(kept.refused(), faces.refused());
      assertEquals(kept.sha256(), faces.sha256());
      for (int i = 0; i < 99; i++) {
        assertArrayEquals(kept.rgb(i), faces.rgb(i));
      }
    }
  }

  private static FacePixels open(int size, Integer... unreadable) {
    return FacePixels.open(new FewFaces(size, Set.of(unreadable)), 8, Progress.NONE);
  }
}
