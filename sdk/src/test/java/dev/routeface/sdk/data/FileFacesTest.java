package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.image.BadImageException;
import dev.routeface.sdk.math.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and lists. */
class FileFacesTest {
  @TempDir Path home;

  @Test
  void readsAFolderInNaturalOrder() throws IOException {
    put("b/2.jpg", "b/10.jpg", "a10/x.png", "a2/x.PNG", "a2/notes.txt", ".cache/x", "README.md");
    FaceDataset faces = FolderFaces.open(home);
    assertEquals(List.of("a2", "a10", "b"), faces.identities());
    assertEquals(List.of("a2/x.PNG", "a10/x.png", "b/2.jpg", "b/10.jpg"), names(faces));
    assertEquals(2, faces.identity(3));
    assertArrayEquals("b/10.jpg".getBytes(StandardCharsets.UTF_8), faces.encoded(3));
  }

  @Test
  void refusesAnIdentityWithoutImages() throws IOException {
    put("a/1.jpg", "b/notes.txt");
    assertEquals(home + ": expected images of every identity, found none of 1: b", refusal(home));
  }

  @Test
  void refusesFewerThanTwoIdentities() throws IOException {
    assertEquals(home + ": expected images of at least 2 identities, found 0", refusal(home));
    put("a/1.jpg");
    assertEquals(home + ": expected images of at least 2 identities, found 1", refusal(home));
  }

  @Test
  void refusesImagesOutsideAndFoldersInsideAnIdentity() throws IOException {
    put("a/1.jpg", "b/1.jpg", "loose.jpg");
    assertEquals(
        home + ": expected one folder per identity, found the image loose.jpg", refusal(home));
    Files.delete(home.resolve("loose.jpg"));
    put("b/deep/1.jpg");
    assertEquals(
        home.resolve("b")
            + ": expected the images of one identity, found the folder deep; if its folders are the"
            + " identities, name this folder itself",
        refusal(home));
  }

  @Test
  void saysWhenThereIsNothingThere() {
    Path none = home.resolve("none");
    assertEquals(
        none + ": expected a folder, a record file or a list of faces, found none", refusal(none));
    assertEquals(
        none + ": expected a folder of faces, found none",
        assertThrows(BadDataException.class, () -> FolderFaces.open(none)).getMessage());
  }

  @Test
  void namesAnImageThatVanished() throws IOException {
    put("a/1.jpg", "b/1.jpg");
    FaceDataset faces = Faces.open(home);
    Path gone = home.resolve("b/1.jpg");
    Files.delete(gone);
    assertEquals(
        gone + ": expected a readable file, found no such file",
        assertThrows(BadImageException.class, () -> faces.encoded(1)).getMessage());
  }

  @Test
  void readsBackTheListItWrote() throws IOException {
    put("a/1.jpg", "a/2.jpg", "b/1.jpg");
    FaceDataset folder = Faces.open(home);
    Path list = home.resolve("lists/part.list");
    ListFaces.write(list, "two people", folder);
    assertEquals(
        "# two people\na\t../a/1.jpg\na\t../a/2.jpg\nb\t../b/1.jpg\n", Files.readString(list));
    FaceDataset faces = Faces.open(list);
    assertEquals(folder.identities(), faces.identities());
    assertEquals(names(folder), names(faces));
    assertEquals(folder.sha256(), faces.sha256());
  }

  @Test
  void readsNamesInAnyScript() throws IOException {
    put("a/1.jpg", "b/1.jpg");
    Path list = home.resolve("faces.list");
    Files.writeString(list, "Zoë\ta/1.jpg\n李雷\tb/1.jpg\n");
    assertEquals(List.of("Zoë", "李雷"), Faces.open(list).identities());
  }

  @Test
  void listsOnlyWhatIsFiles() {
    Path list = home.resolve("part.list");
    SyntheticFaces drawn = new SyntheticFaces(2, 1, 16, Seed.of(1));
    assertEquals(
        list + ": expected faces that are files, to list them; found seed1-person00000/0000",
        assertThrows(BadDataException.class, () -> ListFaces.write(list, "drawn", drawn))
            .getMessage());
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    put("a/1.jpg", "b/1.jpg");
    Path list = home.resolve("faces.list");
    Files.writeString(list, "# faces\n\na\ta/1.jpg\nb b/1.jpg\n");
    assertEquals(list + " line 4: expected identity<TAB>path, found \"b b/1.jpg\"", refusal(list));
    Files.writeString(list, "a\ta/1.jpg\nb\tb/9.jpg\n");
    assertEquals(
        list + " line 2: expected an image file, found none at " + home.resolve("b/9.jpg"),
        refusal(list));
    Files.writeString(list, "a\ta/1.jpg\nb\tb/../a/1.jpg\n");
    assertEquals(
        list + " line 2: expected each image once, found " + home.resolve("a/1.jpg") + " of line 1",
        refusal(list));
  }

  @Test
  void refusesAListThatIsNotUtf8() throws IOException {
    Path list = home.resolve("faces.list");
    Files.write(list, new byte[] {'a', '\t', (byte) 0xff, '\n'});
    assertEquals(
        list + ": expected a readable UTF-8 list, found" + " bytes that are not UTF-8",
        refusal(list));
  }

  @Test
  void digestsWhatItHoldsAndNotWhereItLies() throws IOException {
    put("one/a/1.jpg", "one/b/1.jpg", "two/a/1.jpg", "two/b/1.jpg", "two/b/2.jpg");
    Files.copy(home.resolve("one/b/1.jpg"), home.resolve("one/b/2.jpg"));
    String one = FolderFaces.open(home.resolve("one")).sha256();
    assertEquals(one, FolderFaces.open(home.resolve("two")).sha256());
    Files.writeString(home.resolve("two/b/2.jpg"), "another length");
    assertNotEquals(one, FolderFaces.open(home.resolve("two")).sha256());
  }

  @Test
  void ordersNamesAsPeopleCount() {
    List<String> ordered =
        List.of("", "1", "01", "2", "2a", "10", "a", "a1b2", "a1b10", "a2", "a02b", "b");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.sort(NaturalOrder.NAMES);
    // "1" and "01" are equal as numbers, so the text decides.
    assertEquals(
        List.of("", "01", "1", "2", "2a", "10", "a", "a1b2", "a1b10", "a2", "a02b", "b"), shuffled);
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      Path file = home.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<String> names(FaceDataset faces) {
    return IntStream.range(0, faces.size())
        .mapToObj(i -> home.relativize(Path.of(faces.name(i))).toString())
        .toList();
  }

  private static String refusal(Path path) {
    return assertThrows(BadDataException.class, () -> Faces.open(path)).getMessage();
  }
}
