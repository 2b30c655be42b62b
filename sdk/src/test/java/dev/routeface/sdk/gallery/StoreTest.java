package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final float[] HALF = {0.6f, 0.8f};
  private static final int ROWS = 256;

  private final Store store = new Store(2);
  private final Kernel kernel = new PlainKernel();

  private static UnitVectors rows(int count) {
    float[] values = new float[2 * count];
    for (int i = 0; i < values.length; i++) {
      values[i] = HALF[i % 2];
    }
    return UnitVectors.of(2, values);
  }

  private Leading project(Segment segment) {
    float[] directions = Directions.eigenvectors(rows(1));
    return Leading.of(kernel, Directions.first(1, 2, directions).orElseThrow(), segment);
  }

  @Test
  void fillsOneSegmentBeforeTheNextAndGrowsByWhatIsThere() {
    try (store) {
      store.append(rows(ROWS - 1));
      store.append(rows(2));
      assertEquals(List.of(ROWS, ROWS), capacities());
      store.append(rows(ROWS));
      assertEquals(List.of(ROWS, ROWS, ROWS), capacities());
      store.append(rows(ROWS));
      assertEquals(List.of(ROWS, ROWS, ROWS, 2 * ROWS), capacities());
      assertEquals(3 * ROWS + 1, store.size());
      assertTrue(store.parts().subList(0, 3).stream().allMatch(Part::full));
    }
  }

  private List<Integer> capacities() {
    return store.parts().stream().map(part -> part.segment().capacity()).toList();
  }

  @Test
  void showsWhoBeganBeforeNothingThatCameLater() {
    try (store) {
      store.append(rows(3));
      List<Part> before = store.parts();
      store.append(rows(4));
      assertEquals(3, before.get(0).count());
      assertEquals(7, store.parts().get(0).count());
    }
  }

  @Test
  void overwritesInItsPanelARowThatWentWhileItWasProjected() {
    try (store) {
      store.append(rows(ROWS));
      Segment segment = store.parts().get(0).segment();
      Leading leading = project(segment);
      assertTrue(store.remove(5));
      store.install(segment, leading);
      float[] panel = new float[2 * kernel.width()];
      store.parts().get(0).leading().orElseThrow().read(0, 0, panel, 2);
      assertEquals(1, Math.abs(panel[4]), 1e-6);
      assertEquals(0, panel[5]);
      assertEquals(0, panel[kernel.width() + 5]);
    }
  }

  @Test
  void givesBackWhatWasMadeForASegmentThatIsGone() {
    try (store) {
      store.append(rows(ROWS));
      Segment segment = store.parts().get(0).segment();
      Leading leading = project(segment);
      for (long row = 0; row <= ROWS / 2; row++) {
        store.remove(row);
      }
      store.install(segment, leading);
      assertTrue(store.parts().get(0).leading().isEmpty());
      assertThrows(NullPointerException.class, leading::bytes);
    }
  }

  @Test
  void compactsASegmentOfWhichMoreThanHalfIsGone() {
    try (store) {
      store.append(rows(ROWS));
      for (long row = 0; row < ROWS / 2; row++) {
        store.remove(row);
      }
      assertEquals(List.of(ROWS), capacities());
      store.remove(ROWS - 1);
      assertEquals(List.of(ROWS / 2 - 1), capacities());
      float[] row = new float[2];
      store.parts().get(0).segment().read(0, row, 1);
      assertArrayEquals(HALF, row);
      assertEquals(ROWS / 2, store.parts().get(0).segment().number(0));
      for (long number = ROWS / 2; number < ROWS; number++) {
        store.remove(number);
      }
      assertEquals(List.of(), store.parts());
      assertEquals(0, store.size());
      assertEquals(ROWS, store.append(rows(1)));
    }
  }

  @Test
  void numbersRowsWithoutEnd() {
    try (store) {
      assertEquals(0, store.append(rows(0)));
      assertEquals(0, store.append(rows(2)));
      assertEquals(2, store.append(rows(1)));
      Segment segment = store.parts().get(0).segment();
      assertEquals(List.of(0L, 1L, 2L), IntStream.range(0, 3).mapToObj(segment::number).toList());
    }
  }
}
