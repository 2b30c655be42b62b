package dev.routeface.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerIdentityTest {
  private final PerIdentity hits = PerIdentity.of(new double[] {1, 0, 9}, new int[] {2, 0, 18});

  @Test
  void averagesByPairsOrByPersons() {
    PerIdentity uneven = PerIdentity.of(new double[] {2, 0, 0}, new int[] {2, 0, 18});
    assertEquals(0.1, uneven.average(Averaging.PAIRS), 1e-15);
    assertEquals(0.5, uneven.average(Averaging.IDENTITIES), 1e-15);
  }

  @Test
  void leavesPersonsWithoutPairsOut() {
    assertEquals(0.5, hits.average(Averaging.IDENTITIES));
    assertEquals(List.of(0, 2), java.util.Arrays.stream(hits.contributing()).boxed().toList());
    assertEquals(20, hits.pairs());
  }

  @Test
  void subtractsPersonByPerson() {
    PerIdentity better = PerIdentity.of(new double[] {2, 0, 9}, new int[] {2, 0, 18});
    assertEquals(PerIdentity.of(new double[] {1, 0, 0}, new int[] {2, 0, 18}), better.minus(hits));
  }

  @Test
  void isTheMeanOfItsRuns() {
    PerIdentity other = PerIdentity.of(new double[] {2, 0, 12}, new int[] {2, 0, 18});
    assertEquals(
        PerIdentity.of(new double[] {1.5, 0, 10.5}, new int[] {2, 0, 18}),
        PerIdentity.mean(List.of(hits, other)));
  }

  @Test
  void refusesFiguresOverOtherPairs() {
    PerIdentity other = PerIdentity.of(new double[] {1, 1, 9}, new int[] {2, 1, 18});
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> hits.minus(other));
    assertEquals(
        "expected two figures over the same pairs, found 20 pairs of 3 identities and 21 of 3",
        e.getMessage());
  }

  @Test
  void refusesATotalWithoutPairsAndDataWithoutAnyPair() {
    IllegalArgumentException total =
        assertThrows(
            IllegalArgumentException.class,
            () -> PerIdentity.of(new double[] {1, 1}, new int[] {1, 0}));
    assertEquals(
        "expected a finite total over pairs, found 1.0 over 0 in identity 1", total.getMessage());
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class, () -> PerIdentity.of(new double[1], new int[1]));
    assertEquals("expected an identity with a pair of images, found none", none.getMessage());
  }

  @Test
  void comesBackFromJsonBitForBit() {
    PerIdentity third = PerIdentity.of(new double[] {1 / 3.0, 0}, new int[] {1, 0});
    assertEquals(
        third, Fields.parse("f", third.toJson().toString()).<PerIdentity>read(PerIdentity::of));
  }

  @Test
  void refusesJsonThatIsShort() {
    BadRecipeException e =
        assertThrows(
            BadRecipeException.class,
            () ->
                Fields.parse("report.json", "{\"totals\":[1],\"pairs\":[1,2]}")
                    .read(PerIdentity::of));
    assertEquals("report.json at $.totals: expected 2 numbers, found 1", e.getMessage());
  }
}
