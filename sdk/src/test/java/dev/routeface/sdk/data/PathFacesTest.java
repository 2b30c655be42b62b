package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a protocol names one by one, as files and as pairs in memory. */
class PathFacesTest {
  @TempDir Path root;

  @Test
  void everyFileIsAnIdentityInTheGivenOrder() throws IOException {
    Files.writeString(root.resolve("b.jpg"), "second");
    Files.writeString(root.resolve("a.jpg"), "first");
    FaceDataset faces = PathFaces.open(root, List.of("b.jpg", "a.jpg"));
    assertEquals(List.of("b.jpg", "a.jpg"), faces.identities());
    assertEquals(1, faces.identity(1));
    assertArrayEquals("first".getBytes(StandardCharsets.UTF_8), faces.encoded(1));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Files.writeString(root.resolve("a.jpg"), "first");
    assertEquals(
        root + ": expected an image for each of 2 names, 1 is missing: b.jpg",
        assertThrows(BadDataException.class, () -> PathFaces.open(root, List.of("a.jpg", "b.jpg")))
            .getMessage());
    assertEquals(
        root + ": expected images inside, found the name ../a.jpg",
        assertThrows(BadDataException.class, () -> PathFaces.open(root, List.of("../a.jpg")))
            .getMessage());
    assertEquals(
        root + ": expected names that this system can give a file, found \"a\0b\"",
        assertThrows(BadDataException.class, () -> PathFaces.open(root, List.of("a\0b")))
            .getMessage());
    assertEquals(
        "expected distinct names, found a second a.jpg",
        assertThrows(
                IllegalArgumentException.class,
                () -> PathFaces.open(root, List.of("a.jpg", "a.jpg")))
            .getMessage());
  }

  @Test
  void pairsInMemoryStandSideBySide() {
    VerificationFaces faces = new VerificationFaces(List.of(pair(1, 2), pair(3, 4)));
    assertEquals(4, faces.size());
    assertArrayEquals(new byte[] {4}, faces.encoded(3));
    assertEquals("set pair 3 second", faces.name(3));
    assertEquals(3, faces.identity(3));
    assertEquals(faces.sha256(), new VerificationFaces(List.of(pair(1, 2), pair(3, 4))).sha256());
    assertNotEquals(
        faces.sha256(), new VerificationFaces(List.of(pair(1, 2), pair(3, 5))).sha256());
  }

  private static VerificationPair pair(int first, int second) {
    return new VerificationPair(
        "set pair " + first, new byte[] {(byte) first}, new byte[] {(byte) second}, true);
  }
}
