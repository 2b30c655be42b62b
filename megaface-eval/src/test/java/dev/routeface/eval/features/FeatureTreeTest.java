package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadInputException;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTreeTest {
  private static final List<String> LIST = List.of("a/1.png", "a/2.png", "b/1.png");

  @TempDir Path root;

  private FeatureTree tree() {
    return new FeatureTree(root, "_r100ii.bin");
  }

  private Path write(String path, float... vector) {
    Path file = root.resolve(path + "_r100ii.bin");
    FeatureFile.write(file, vector);
    return file;
  }

  @Test
  void rowsInTheOrderOfTheList() {
    write("b/1.png", 5, 6);
    write("a/2.png", 3, 4);
    write("a/1.png", 1, 2);
    Rows features = tree().read(LIST, Progress.NONE);
    assertArrayEquals(new float[] {1, 2}, features.row(0));
    assertArrayEquals(new float[] {5, 6}, features.row(2));
  }

  @Test
  void namesWhatIsMissingAndReadsNothing() {
    write("a/2.png", 3, 4);
    String expected =
        "%s: expected features for each of 3 paths, 2 are missing: %s, %s"
            .formatted(
                root, root.resolve("a/1.png_r100ii.bin"), root.resolve("b/1.png_r100ii.bin"));
    assertEquals(expected, refused());
  }

  @Test
  void refusesAnotherDimension() {
    write("a/1.png", 1, 2);
    write("a/2.png", 3, 4);
    Path odd = write("b/1.png", 5, 6, 7);
    assertEquals(odd + ": expected 2 numbers as in the first file, found 3", refused());
  }

  @Test
  void refusesASuffixThatIsNone() {
    assertEquals(
        "expected what follows a path in a feature file's name, such as _r100.bin, found \"\"",
        assertThrows(BadInputException.class, () -> new FeatureTree(root, "")).getMessage());
  }

  @Test
  void aFolderIsNoFeatureWhateverItIsCalled() throws IOException {
    write("a/1.png", 1);
    Files.createDirectories(root.resolve("a/2.png_r100ii.bin"));
    assertEquals(List.of("a/1.png"), tree().paths());
  }

  @Test
  void namesAFolderWithoutFeatures() {
    assertEquals(
        root + ": expected files that end in _r100ii.bin, found none",
        assertThrows(BadInputException.class, () -> tree().paths()).getMessage());
  }

  @Test
  void refusesAPathThatNamesNoFile() {
    assertEquals(
        root + ": expected paths that this system can name, found \"a\0b\"",
        assertThrows(BadInputException.class, () -> tree().requireAll(List.of("a\0b")))
            .getMessage());
  }

  private String refused() {
    return assertThrows(BadInputException.class, () -> tree().read(LIST, Progress.NONE))
        .getMessage();
  }
}
