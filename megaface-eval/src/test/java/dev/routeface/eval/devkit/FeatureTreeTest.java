package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTreeTest {
  private static final TemplateList LIST =
      new TemplateList(List.of("a/1.png", "a/2.png", "b/1.png"), Optional.empty());

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
  void theSuffixNamesTheAlgorithm() {
    assertEquals("r100ii", tree().algorithm());
  }

  @Test
  void rowsInTheOrderOfTheList() {
    write("b/1.png", 5, 6);
    write("a/2.png", 3, 4);
    write("a/1.png", 1, 2);
    Features features = tree().read(LIST, Progress.NONE);
    assertArrayEquals(new float[] {1, 2}, features.row(0));
    assertArrayEquals(new float[] {5, 6}, features.row(2));
    assertEquals(5, features.length(1), 1e-6);
  }

  @Test
  void namesWhatIsMissingAndReadsNothing() {
    write("a/2.png", 3, 4);
    String expected =
        "%s: expected a feature file for each of 3 paths, 2 are missing: %s, %s"
            .formatted(
                root, root.resolve("a/1.png_r100ii.bin"), root.resolve("b/1.png_r100ii.bin"));
    assertEquals(expected, refused());
  }

  @Test
  void refusesAnotherDimension() {
    write("a/1.png", 1, 2);
    write("a/2.png", 3, 4);
    Path odd = write("b/1.png", 5, 6, 7);
    assertEquals(odd + ": expected 2 numbers as in the first file of its list, found 3", refused());
  }

  private String refused() {
    return assertThrows(BadDataException.class, () -> tree().read(LIST, Progress.NONE))
        .getMessage();
  }
}
