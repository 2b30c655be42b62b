package dev.routeface.sdk.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private static final int SMALLEST = 300;

  private final Store store = new Store(2);
  private final List<Directions> found = new ArrayList<>();
  private final List<Integer> samples = new ArrayList<>();

  private Optional<Directions> find(UnitVectors sample) {
    samples.add(sample.size());
    Optional<Directions> directions =
        Directions.first(1, 2, Directions.eigenvectors(UnitVectors.of(2, new float[] {1, 0})));
    directions.ifPresent(found::add);
    return directions;
  }

  private void append(Upkeep upkeep, int rows) {
    float[] values = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      values[2 * row] = 1;
    }
    store.append(UnitVectors.of(2, values));
    upkeep.check();
  }

  /** Which directions each part has: the first that were found are 0; -1 for none. */
  private List<Integer> projected() {
    return store.parts().stream()
        .map(part -> part.leading().map(Leading::directions).map(found::indexOf).orElse(-1))
        .toList();
  }

  @Test
  void projectsFullSegmentsAndFindsDirectionsAnewWhenTheGalleryHasDoubled() {
    Upkeep upkeep = new Upkeep(store, Runnable::run, SMALLEST, this::find);
    try (store) {
      append(upkeep, SMALLEST - 1);
      assertEquals(List.of(-1, -1), projected());
      append(upkeep, 1);
      assertEquals(List.of(0, -1), projected());
      append(upkeep, 512 - SMALLEST);
      assertEquals(List.of(0, 0), projected());
      append(upkeep, 2 * SMALLEST - 512 - 1);
      assertEquals(List.of(0, 0, -1), projected());
      append(upkeep, 1);
      assertEquals(List.of(1, 1, -1), projected());
      assertEquals(List.of(16, 16), samples);
      assertEquals(1, upkeep.directions());
    }
  }

  @Test
  void looksNoMoreBeforeTheNextDoublingWhereBoundsDoNotPay() {
    Upkeep upkeep =
        new Upkeep(
            store,
            Runnable::run,
            SMALLEST,
            sample -> {
              samples.add(sample.size());
              return Optional.empty();
            });
    try (store) {
      append(upkeep, SMALLEST);
      append(upkeep, SMALLEST - 1);
      assertEquals(1, samples.size());
      append(upkeep, 1);
      assertEquals(2, samples.size());
      assertEquals(0, upkeep.directions());
      assertEquals(List.of(-1, -1, -1), projected());
    }
  }

  @Test
  void asksForOneThingAtATime() {
    List<Runnable> asked = new ArrayList<>();
    Upkeep upkeep = new Upkeep(store, asked::add, SMALLEST, this::find);
    try (store) {
      append(upkeep, SMALLEST);
      append(upkeep, 4 * SMALLEST);
      assertEquals(1, asked.size());
      asked.get(0).run();
      assertEquals(1, samples.size());
      append(upkeep, 1);
      assertEquals(1, asked.size());
    }
  }

  /** Whoever fails is asked again, but not before the gallery has doubled. */
  @Test
  void goesOnAfterAFailure() {
    Upkeep upkeep =
        new Upkeep(
            store,
            Runnable::run,
            SMALLEST,
            sample -> {
              samples.add(sample.size());
              throw new UnsupportedOperationException("no directions");
            });
    try (store) {
      assertThrows(UnsupportedOperationException.class, () -> append(upkeep, SMALLEST));
      append(upkeep, SMALLEST - 1);
      assertThrows(UnsupportedOperationException.class, () -> append(upkeep, 1));
      assertEquals(2, samples.size());
    }
  }
}
