package dev.routeface.eval.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacesTest {
  @TempDir Path folder;

  @Test
  void syntheticPeopleAreNearerToThemselvesThanToOthers() {
    Faces faces = Faces.synthetic(7, 32, 50);
    assertFalse(faces.real());
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2}, faces.identity());
    assertEquals(50, faces.distractors().size());
    assertTrue(faces.probes().cosine(0, 1) > faces.probes().cosine(0, 3) + 0.2);
  }

  @Test
  void takesProbesFromPeopleWithTwoImagesAndMixesDistractorsFromOthers() {
    float[] rows = embedded("a", "b", "b", "c", "c", "c", "c", "d", "d");
    Faces faces = Faces.of(folder, 5, 6);
    assertTrue(faces.real());
    assertArrayEquals(new int[] {0, 0, 1, 1, 1}, faces.identity());
    assertEquals(row(rows, 1), row(faces, 0));
    assertEquals(row(rows, 5), row(faces, 4));
    assertEquals(6, faces.distractors().size());
    assertEquals(row(rows, 0), List.of(boxed(faces.distractors().row(0))));
    assertEquals(row(rows, 8), List.of(boxed(faces.distractors().row(2))));
    assertEquals(
        folder.getFileName()
            + ", 3 distractors, and as many as needed of these with up to half of another added",
        faces.origin());
  }

  private static List<List<Float>> row(float[] rows, int index) {
    return List.of(boxed(Arrays.copyOfRange(rows, 4 * index, 4 * index + 4)));
  }

  private static List<List<Float>> row(Faces faces, int probe) {
    return List.of(boxed(faces.probes().row(probe)));
  }

  /** To six digits: vectors are scaled to unit length once more. */
  private static List<Float> boxed(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(k -> Math.round(values[k] * 1e6f) / 1e6f)
        .toList();
  }

  private float[] embedded(String... people) {
    float[] values = new float[4 * people.length];
    Fixture.random(people.length, 4, 3).values().get(values);
    Safetensors.write(
        folder.resolve("embeddings.safetensors"),
        Weights.of(List.of(new Tensor("embeddings", List.of(people.length, 4), values))));
    StringBuilder lines = new StringBuilder();
    for (String person : people) {
      lines.append(person).append("\t").append(person).append(".jpg\n");
    }
    DurableFile.writeText(folder.resolve("images.tsv"), lines.toString());
    return values;
  }

  @Test
  void refusesAFolderWithoutProbesOrWithAnotherList() {
    embedded("a", "b", "c");
    assertEquals(
        folder
            + ": expected a person with two images and another person, found 0 probes and 3 others",
        assertThrows(BadDataException.class, () -> Faces.of(folder, 5, 6)).getMessage());
    DurableFile.writeText(folder.resolve("images.tsv"), "a\ta.jpg\n");
    assertEquals(
        folder.resolve("images.tsv") + ": expected a line for each of 3 embeddings, found 1",
        assertThrows(BadDataException.class, () -> Faces.of(folder, 5, 6)).getMessage());
  }
}
