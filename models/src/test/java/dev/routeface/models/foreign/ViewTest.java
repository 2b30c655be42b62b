package dev.routeface.models.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.routeface.models.weights.Dtype;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final float[] NUMBERS = new float[60];

  static {
    IntStream.range(0, NUMBERS.length).forEach(i -> NUMBERS[i] = i);
  }

  /** Against four loops, one in another, that know nothing of steps. */
  @Test
  void walksAsLoopsDo() {
    SplittableRandom random = new SplittableRandom(3);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      long offset = random.nextInt(30);
      List<Long> sizes = List.of(size(random), size(random), size(random), size(random));
      List<Long> strides = List.of(stride(random), stride(random), stride(random), stride(random));
      List<Long> places = places(offset, sizes, strides);
      Optional<View> view = view(offset, sizes, strides);
      assertEquals(places.stream().allMatch(place -> place < NUMBERS.length), view.isPresent());
      if (view.isPresent()) {
        read++;
        float[] found = view.get().read(NUMBERS);
        assertEquals(
            places, IntStream.range(0, found.length).mapToObj(k -> (long) found[k]).toList());
      }
    }
    assertFalse(read < 1000 || read > 19_000, read + " inside");
  }

  private static long size(SplittableRandom random) {
    return random.nextInt(5);
  }

  private static long stride(SplittableRandom random) {
    return random.nextInt(16);
  }

  private static List<Long> places(long offset, List<Long> sizes, List<Long> strides) {
    List<Long> places = new ArrayList<>();
    for (long a = 0; a < sizes.get(0); a++) {
      for (long b = 0; b < sizes.get(1); b++) {
        for (long c = 0; c < sizes.get(2); c++) {
          for (long d = 0; d < sizes.get(3); d++) {
            places.add(
                offset
                    + a * strides.get(0)
                    + b * strides.get(1)
                    + c * strides.get(2)
                    + d * strides.get(3));
          }
        }
      }
    }
    return places;
  }

  @Test
  void doesNotCopyWhatIsTheWholeStorage() {
    assertSame(NUMBERS, view(0, List.of(6L, 10L), List.of(10L, 1L)).get().read(NUMBERS));
    assertSame(NUMBERS, view(0, List.of(60L, 1L), List.of(1L, 7L)).get().read(NUMBERS));
  }

  @Test
  void oneNumberHasNoSizes() {
    assertArrayEquals(new float[] {7}, view(7, List.of(), List.of()).get().read(NUMBERS));
  }

  @Test
  void refusesWhatNoMemoryHolds() {
    long huge = Long.MAX_VALUE;
    assertEquals(Optional.empty(), view(0, List.of(huge), List.of(0L)));
    assertEquals(Optional.empty(), view(0, List.of(1L << 20, 1L << 20), List.of(0L, 0L)));
    assertEquals(Optional.empty(), view(0, List.of(3L, 3L), List.of(huge, huge)));
    assertEquals(Optional.empty(), view(huge, List.of(2L), List.of(1L)));
    assertEquals(Optional.empty(), view(0, List.of(-1L), List.of(1L)));
    assertEquals(Optional.empty(), view(0, List.of(2L), List.of(-1L)));
    assertEquals(Optional.empty(), view(-1, List.of(2L), List.of(1L)));
    assertEquals(Optional.empty(), view(0, List.of(2L), List.of()));
  }

  private static Optional<View> view(long offset, List<Long> sizes, List<Long> strides) {
    return View.of(new Storage("0", Dtype.F32, NUMBERS.length), offset, sizes, strides);
  }
}
