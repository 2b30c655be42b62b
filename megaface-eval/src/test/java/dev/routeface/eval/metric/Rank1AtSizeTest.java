package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.rank.ExactRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rank1AtSizeTest {
  private final ExactRanks ranks =
      ExactRanks.of(Fixture.probes(), Fixture.identity(), Fixture.distractors());

  /** By Python: exact fractions of {@code math.comb}, summed over the ten pairs. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.9125, 0.8819444444444444",
    "3, 0.7482142857142857, 0.6636904761904762",
    "7, 0.4625, 0.2986111111111111",
    "8, 0.4, 0.2222222222222222"
  })
  void isTheExpectationOverAllSubsets(int size, double byPairs, double byIdentities) {
    PerIdentity rank1 = Rank1AtSize.of(ranks, size);
    assertEquals(byPairs, rank1.average(Averaging.PAIRS), 1e-15);
    assertEquals(byIdentities, rank1.average(Averaging.IDENTITIES), 1e-15);
  }

  /** By Python: {@code Fraction(comb(all - rank, size), comb(all, size))}. */
  @ParameterizedTest
  @CsvSource({
    "4069, 10, 1, 0.9975423937085279",
    "4069, 100, 37, 0.3966013967451518",
    "4069, 1000, 12, 0.033713979533895086",
    "1000003, 1000, 500, 0.6063041136776383",
    "4069, 4069, 1, 0",
    "4069, 4069, 0, 1",
    "4069, 10, 4069, 0"
  })
  void avoidsEveryBetterDistractorWithTheRatioOfBinomials(
      int all, int size, int rank, double expected) {
    assertEquals(expected, Rank1AtSize.chances(all, size)[rank], 1e-13);
  }

  @Test
  void fallsAsTheGalleryGrows() {
    for (int size = 2; size <= ranks.distractors(); size++) {
      assertTrue(
          Rank1AtSize.of(ranks, size).average(Averaging.PAIRS)
              < Rank1AtSize.of(ranks, size - 1).average(Averaging.PAIRS));
    }
  }

  @Test
  void refusesAGalleryLargerThanThereAreDistractors() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Rank1AtSize.of(ranks, 9));
    assertEquals("expected a gallery of 1 to 8 distractors, found 9", e.getMessage());
  }
}
