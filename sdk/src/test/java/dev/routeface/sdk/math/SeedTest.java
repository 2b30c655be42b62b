package dev.routeface.sdk.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void isAFunctionOfSeedPurposeAndIndices() {
    assertEquals(Seed.of(7).at("order", 3), Seed.of(7).at("order", 3));
    assertNotEquals(Seed.of(7).at("order", 3), Seed.of(8).at("order", 3));
    assertNotEquals(Seed.of(7).at("order", 3), Seed.of(7).at("augment", 3));
    assertNotEquals(Seed.of(7).at("order", 3), Seed.of(7).at("order"));
    assertNotEquals(Seed.of(7).at("order", 3, 5), Seed.of(7).at("order", 5, 3));
    assertNotEquals(Seed.of(7).at("order", 0), Seed.of(7).at("order", 0, 0));
  }

  /**
   * Python 3 with whole numbers modulo 2^64, from figure 16 of the paper: no saved run may move.
   */
  @Test
  void keepsItsNumbersForever() {
    assertEquals(3710599822882267303L, Seed.of(1).at("order", 7).value());
    assertEquals(-4317282176017015169L, Seed.of(42).at("augment", 3, 12345).value());
  }

  @Test
  void givesEveryPurposeItsOwnSeed() {
    Set<Long> seen = new HashSet<>();
    for (int epoch = 0; epoch < 100; epoch++) {
      for (int image = 0; image < 1000; image++) {
        seen.add(Seed.of(1).at("augment", epoch, image).value());
      }
    }
    assertEquals(100_000, seen.size());
  }

  /** Half of 64 bits change on average; over 4,000 seeds the mean stays within 0.5 of 32. */
  @Test
  void neighbouringIndicesDifferInHalfOfTheBits() {
    double bits =
        IntStream.range(0, 4000)
            .map(
                i ->
                    Long.bitCount(
                        Seed.of(1).at("x", i).value() ^ Seed.of(1).at("x", i + 1).value()))
            .average()
            .orElseThrow();
    assertEquals(32, bits, 0.5);
  }

  @Test
  void permutationsHoldEveryNumberOnce() {
    for (int count : new int[] {0, 1, 2, 7, 1021}) {
      int[] sorted = Seed.of(5).permutation(count);
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, count).toArray(), sorted);
    }
  }

  @Test
  void permutationsAreAFunctionOfTheSeed() {
    assertArrayEquals(Seed.of(5).permutation(100), Seed.of(5).permutation(100));
    assertNotEquals(
        Arrays.toString(Seed.of(5).permutation(100)), Arrays.toString(Seed.of(6).permutation(100)));
  }

  /** 24,000 draws of the 24 orders of four: 1,000 each with standard deviation 31. */
  @Test
  void everyOrderIsEquallyLikely() {
    int[] counts = new int[4444];
    for (int i = 0; i < 24_000; i++) {
      int[] order = Seed.of(9).at("order", i).permutation(4);
      counts[order[0] * 1000 + order[1] * 100 + order[2] * 10 + order[3]]++;
    }
    int[] found = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertEquals(24, found.length);
    for (int count : found) {
      assertTrue(Math.abs(count - 1000) < 5 * 31, Arrays.toString(found));
    }
  }
}
