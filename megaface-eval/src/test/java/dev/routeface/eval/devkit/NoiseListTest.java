package dev.routeface.eval.devkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseListTest {
  @TempDir Path folder;

  @Test
  void namesPathsColumnsAndRemarks() throws IOException {
    Path file = folder.resolve("noises.txt");
    Files.writeString(file, "# remark\nAnn_1.png\n\n3\t12/x@N00/7_0.jpg\n");
    TemplateList list =
        new TemplateList(
            List.of("Ann/Ann_1.png", "Ann/Ann_11.png", "12/x@N00/7_0.jpg", "13/x@N00/7_0.jpg"),
            Optional.empty());
    assertArrayEquals(new int[] {1, 3}, NoiseList.read(file).clean(list.paths()));
    assertArrayEquals(new int[] {0, 1, 2, 3}, NoiseList.NONE.clean(list.paths()));
  }

  @Test
  void aListOfNothingNamesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("remark.txt"), "# only a remark\n");
    assertEquals(NoiseList.NONE, NoiseList.read(file));
    NoiseList.write(file, Map.of());
    assertEquals(NoiseList.NONE, NoiseList.read(file));
  }

  @Test
  void readsBackWhatItWrote() {
    Path file = folder.resolve("noises.txt");
    List<String> paths = List.of("#1/a b.jpg", "Ann/# 2.png", "Ann/3.png", "4.png");
    NoiseList.write(
        file, Map.of(paths.get(0), "0.05 mean cosine", paths.get(1), "0.93 cosine to #1/a b.jpg"));
    assertEquals(Set.copyOf(paths.subList(0, 2)), NoiseList.read(file).names());
  }

  @Test
  void refusesAPathThatItCouldNotReadBack() {
    Path file = folder.resolve("noises.txt");
    for (String path : List.of("a\tb", "a\nb", " a", "a ", "")) {
      assertEquals(
          "%s: expected paths without tabs, line ends and blanks at the ends, found \"%s\""
              .formatted(file, path),
          assertThrows(BadDataException.class, () -> NoiseList.write(file, Map.of(path, "reason")))
              .getMessage());
    }
  }
}
