package dev.routeface.sdk.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.PreparationProbe.Outcome;
import dev.routeface.sdk.embed.PreparationProbe.Score;
import dev.routeface.sdk.math.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreparationProbeTest {
  private static final Preparation ONE = PreparationProbe.usual(8).get(0);
  private static final Preparation OTHER = PreparationProbe.usual(8).get(1);

  @Test
  void findsTheOnePreparationThatANetworkUnderstands() {
    for (Preparation right : PreparationProbe.usual(8)) {
      Outcome outcome =
          PreparationProbe.run(
              new Twins(40), 8, given -> new Understands(given, right), Progress.NONE);
      assertEquals(Optional.of(right), outcome.clear().map(Score::preparation));
      assertEquals(1, outcome.scores().get(0).accuracy());
      assertEquals(8, outcome.scores().size());
    }
  }

  @Test
  void choosesNoneWhereAllAreAlike() {
    Outcome outcome =
        PreparationProbe.run(
            new Twins(40), 8, given -> new Understands(given, given), Progress.NONE);
    assertEquals(Optional.empty(), outcome.clear());
    assertEquals(1, outcome.chance());
  }

  /** Binomial tails by Python: {@code 2 * sum(comb(n, k) for k in range(w, n + 1)) / 2 ** n}. */
  @Test
  void takesTheChanceOfAnExactSignTest() {
    assertEquals(1, outcome(0, 0, 9).chance());
    assertEquals(1, outcome(5, 5, 9).chance(), 1e-12);
    assertEquals(0.0625, outcome(5, 0, 9).chance(), 1e-12);
    assertEquals(0.03515625, outcome(12, 3, 5).chance(), 1e-12);
    assertEquals(0.001953125, outcome(10, 0, 5).chance(), 1e-12);
  }

  @Test
  void aDifferenceMustBeClear() {
    assertEquals(Optional.empty(), outcome(7, 0, 9).clear()); // 1 in 64
    assertEquals(Optional.of(ONE), outcome(8, 0, 9).clear().map(Score::preparation)); // 1 in 128
  }

  @Test
  void needsPeopleWithTwoImages() {
    assertEquals(
        "expected at least 20 people with two images to probe with, found 19",
        assertThrows(
                BadDataException.class,
                () ->
                    PreparationProbe.run(
                        new Twins(19), 8, given -> new Understands(given, ONE), Progress.NONE))
            .getMessage());
  }

  /** Pairs that only the first told, that only the second told, and that both did. */
  private static Outcome outcome(int first, int second, int both) {
    return new Outcome(
        List.of(
            new Score(ONE, told(first, true, second, false, both)),
            new Score(OTHER, told(first, false, second, true, both))));
  }

  private static List<Boolean> told(int a, boolean isA, int b, boolean isB, int both) {
    return Stream.of(
            Collections.nCopies(a, isA),
            Collections.nCopies(b, isB),
            Collections.nCopies(both, true))
        .flatMap(List::stream)
        .toList();
  }

  /** Two equal pictures of noise for each person. */
  private record Twins(int people) implements FaceDataset {
    @Override
    public int size() {
      return 2 * people;
    }

    @Override
    public int identity(int index) {
      return index / 2;
    }

    @Override
    public List<String> identities() {
      return IntStream.range(0, people).mapToObj("p%03d"::formatted).toList();
    }

    @Override
    public String name(int index) {
      return "face " + index;
    }

    @Override
    public byte[] encoded(int index) {
      byte[] header = "P6\n8 8\n255\n".getBytes(StandardCharsets.US_ASCII);
      byte[] ppm = Arrays.copyOf(header, header.length + 3 * 8 * 8);
      byte[] noise = new byte[3 * 8 * 8];
      new SplittableRandom(identity(index)).nextBytes(noise);
      System.arraycopy(noise, 0, ppm, header.length, noise.length);
      return ppm;
    }

    @Override
    public String sha256() {
      return "%064d".formatted(people);
    }
  }

  /** Gives back the image where it was prepared rightly, and one vector for all where not. */
  private record Understands(Preparation preparation, Preparation right) implements Embedder {
    @Override
    public int dimension() {
      return preparation.length();
    }

    @Override
    public String sha256() {
      return "";
    }

    @Override
    public float[] raw(float[] images, int count) {
      float[] rows = images.clone();
      if (!preparation.equals(right)) {
        Arrays.fill(rows, 1);
      }
      return rows;
    }

    @Override
    public void close() {}
  }
}
