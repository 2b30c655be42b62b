package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.protocol.LabelledPairs.Pair;
import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain lists over files, and pickles in the text protocol, which can be written by hand. */
class ListedPairsTest {
  private static final String LIST =
      "a/1.jpg a/2.jpg 1\na/1.jpg b/1.jpg 0\n" + "b/1.jpg\ta/2.jpg\t0\n".repeat(8);

  @TempDir Path folder;

  @BeforeEach
  void placeImages() throws IOException {
    for (String name : List.of("a/1.jpg", "a/2.jpg", "b/1.jpg")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), name);
    }
  }

  private LabelledPairs read(String text) throws IOException {
    return ListedPairs.read("cfp", Files.writeString(folder.resolve("list.txt"), text), folder);
  }

  private String refusal(String text) {
    return assertThrows(BadDataException.class, () -> read(text))
        .getMessage()
        .replace(folder + "/", "")
        .replace(folder.toString(), "ROOT");
  }

  @Test
  void numbersImagesAsTheyAppear() throws IOException {
    LabelledPairs set = read(LIST);
    assertEquals(new Pair(0, 1, true), set.folds().get(0).get(0));
    assertEquals(new Pair(0, 2, false), set.folds().get(1).get(0));
    assertEquals(new Pair(2, 1, false), set.folds().get(9).get(0));
    assertEquals(3, set.faces().size());
    assertArrayEquals("b/1.jpg".getBytes(StandardCharsets.UTF_8), set.faces().encoded(2));
  }

  @Test
  void namesTheLineThatIsWrong() {
    String form = "expected \"path1 path2 label\" of two images with label 0 or 1, found ";
    assertEquals(
        "list.txt line 1: " + form + "\"a/1.jpg a/2.jpg 2\"",
        refusal(LIST.replaceFirst(" 1\n", " 2\n")));
    assertEquals(
        "list.txt line 2: " + form + "\"a/1.jpg b/1.jpg\"",
        refusal(LIST.replace("b/1.jpg 0", "b/1.jpg")));
    assertEquals(
        "list.txt line 1: " + form + "\"a/1.jpg a/1.jpg 1\"",
        refusal(LIST.replace("a/1.jpg a/2.jpg", "a/1.jpg a/1.jpg")));
    assertEquals(
        "ROOT: expected an image for each of 4 names, 1 is missing: c/1.jpg",
        refusal(LIST.replace("a/1.jpg b/1.jpg", "a/1.jpg c/1.jpg")));
    assertEquals(
        "ROOT: expected images inside, found the name ../1.jpg",
        refusal(LIST.replace("a/1.jpg b/1.jpg", "a/1.jpg ../1.jpg")));
    assertEquals("list.txt: expected pairs, found an empty file", refusal(""));
    assertEquals(
        "list.txt: expected at least 10 pairs, one a fold, found 2",
        refusal(LIST.substring(0, LIST.indexOf("b/1.jpg\t"))));
    assertEquals(
        "list.txt: expected pairs of one person and of two, found 0 of 10 of one",
        refusal(LIST.replaceFirst(" 1\n", " 0\n")));
  }

  @Test
  void refusesAListThatIsNotThere() {
    Path missing = folder.resolve("none.txt");
    BadDataException e =
        assertThrows(BadDataException.class, () -> ListedPairs.read("cfp", missing, folder));
    assertEquals(
        missing + ": expected a readable list of pairs, found no such file", e.getMessage());
  }

  @Test
  void readsVerificationPickles() throws IOException {
    LabelledPairs set = bin("lI01\na" + "I00\na".repeat(9), 20);
    assertEquals(20, set.faces().size());
    assertEquals(new Pair(0, 1, true), set.folds().get(0).get(0));
    assertEquals(new Pair(18, 19, false), set.folds().get(9).get(0));
    assertArrayEquals(new byte[] {'a' + 19}, set.faces().encoded(19));
    assertEquals(20, set.faces().identities().size());
  }

  @Test
  void refusesAPickleTooSmallForFolds() {
    BadDataException e = assertThrows(BadDataException.class, () -> bin("lI01\na", 2));
    assertEquals(
        folder.resolve("set.bin") + ": expected at least 10 pairs, one a fold, found 1",
        e.getMessage());
  }

  private LabelledPairs bin(String same, int images) throws IOException {
    StringBuilder text = new StringBuilder("((l");
    for (char image = 'a'; image < 'a' + images; image++) {
      text.append("S'").append(image).append("'\na");
    }
    Path file = folder.resolve("set.bin");
    Files.writeString(file, text + "(" + same + "t.");
    return BinPairs.read("set", file);
  }
}
