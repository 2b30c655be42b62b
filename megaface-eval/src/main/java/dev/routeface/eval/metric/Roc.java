package dev.routeface.eval.metric;

import dev.routeface.eval.rank.Scores;
import dev.routeface.eval.rank.SortedScores;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The exact verification curve of an open set. Genuine pairs are all unordered pairs of images of
 * one probe identity; impostor pairs are all unordered pairs of probes of two identities, and every
 * probe with every distractor. (The MegaFace devkit takes the distractors of the first 100 probes
 * only: of three people, for FaceScrub.)
 *
 * <p>The impostors, millions of them, are streamed against the sorted genuine scores and counted
 * between them: memory for the genuine pairs alone, and no sampling.
 */
public final class Roc {
  /** Points per decade of {@link #curve}. */
  private static final int PER_DECADE = 10;

  private final List<Genuine> genuine;
  private final long[] falseAccepts;
  private final long impostors;

  /** By ascending score. */
  private Roc(List<Genuine> genuine, Impostors impostors) {
    this.genuine = genuine;
    this.falseAccepts = impostors.falseAccepts();
    this.impostors = impostors.seen();
  }

  private record Genuine(int identity, float score) {}

  /**
   * Compares everything with everything.
   *
   * @param identity identity number of each probe, {@code 0..}
   * @throws IllegalArgumentException if no identity has two images, there is no distractor, or the
   *     dimensions differ
   */
  public static Roc of(UnitVectors probes, int[] identity, UnitVectors distractors) {
    List<Genuine> genuine = genuine(probes, identity);
    requireBoth(genuine, distractors);
    Impostors impostors = new Impostors(scores(genuine));
    Scores.stream(probes, distractors, (probe, first, scores) -> impostors.see(scores));
    Scores.stream(
        probes,
        probes,
        (probe, first, scores) ->
            impostors.see(strangers(probe + 1, probe, first, scores, identity)));
    return new Roc(genuine, impostors);
  }

  /**
   * What is compared, as one model has it.
   *
   * @param probes images of people, some with two or more
   * @param distractors images of other people
   */
  public record Side(UnitVectors probes, UnitVectors distractors) {}

  /**
   * The same where another model enrolled what is compared with. The cosine of image i by one model
   * and image j by the other is not that of j and i: every ordered pair counts, so that one model
   * twice gives the rates of {@link #of}, over twice the pairs.
   *
   * @param identity identity number of each probe, {@code 0..}
   * @param gallery the same images in the same order
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Roc across(Side searching, int[] identity, Side gallery) {
    UnitVectors probes = searching.probes();
    List<Genuine> genuine = orderedGenuine(probes, gallery.probes(), identity);
    requireBoth(genuine, gallery.distractors());
    Impostors impostors = new Impostors(scores(genuine));
    Scores.stream(probes, gallery.distractors(), (i, first, scores) -> impostors.see(scores));
    Scores.stream(
        searching.distractors(), gallery.probes(), (i, first, scores) -> impostors.see(scores));
    Scores.stream(
        probes,
        gallery.probes(),
        (probe, first, scores) -> impostors.see(strangers(0, probe, first, scores, identity)));
    return new Roc(genuine, impostors);
  }

  private static void requireBoth(List<Genuine> genuine, UnitVectors distractors) {
    if (genuine.isEmpty() || distractors.size() == 0) {
      throw new IllegalArgumentException(
          "expected at least one genuine pair and one distractor, found %d and %d"
              .formatted(genuine.size(), distractors.size()));
    }
  }

  private static List<Genuine> orderedGenuine(
      UnitVectors probes, UnitVectors enrolled, int[] identity) {
    List<Genuine> pairs = new ArrayList<>();
    for (int i = 0; i < identity.length; i++) {
      for (int j = 0; j < identity.length; j++) {
        if (i != j && identity[i] == identity[j]) {
          pairs.add(new Genuine(identity[i], Rows.product(probes.row(i), enrolled.row(j))));
        }
      }
    }
    pairs.sort(Comparator.comparing(Genuine::score));
    return pairs;
  }

  /** Of a probe's scores with probes, those with another person from a row on. */
  private static float[] strangers(int from, int probe, int first, float[] scores, int[] identity) {
    float[] strangers = new float[scores.length];
    int count = 0;
    for (int other = Math.max(from, first); other < first + scores.length; other++) {
      if (identity[other] != identity[probe]) {
        strangers[count++] = scores[other - first];
      }
    }
    return Arrays.copyOf(strangers, count);
  }

  private static List<Genuine> genuine(UnitVectors probes, int[] identity) {
    List<Genuine> pairs = new ArrayList<>();
    for (int i = 0; i < identity.length; i++) {
      for (int j = i + 1; j < identity.length; j++) {
        if (identity[i] == identity[j]) {
          pairs.add(new Genuine(identity[i], probes.cosine(i, j)));
        }
      }
    }
    pairs.sort(Comparator.comparing(Genuine::score));
    return pairs;
  }

  private static SortedScores scores(List<Genuine> genuine) {
    float[] ascending = new float[genuine.size()];
    IntStream.range(0, ascending.length).forEach(n -> ascending[n] = genuine.get(n).score());
    return new SortedScores(ascending);
  }

  /** Genuine pairs compared. */
  public int genuinePairs() {
    return genuine.size();
  }

  /** Impostor pairs compared. */
  public long impostorPairs() {
    return impostors;
  }

  /**
   * The operating point at the lowest genuine score that lets at most {@code far} of the impostors
   * pass: TAR at FAR, without interpolation.
   */
  public OperatingPoint at(double far) {
    if (!(far > 0 && far <= 1)) {
      throw new IllegalArgumentException(
          "expected a false accept rate above 0 and at most 1, found " + far);
    }
    int rejected = 0;
    while (rejected < genuine.size() && falseAccepts[rejected] > far * impostors) {
      rejected++;
    }
    boolean nobody = rejected == genuine.size();
    return new OperatingPoint(
        far,
        nobody ? OperatingPoint.NOBODY : genuine.get(rejected).score(),
        (double) (genuine.size() - rejected) / genuine.size(),
        nobody ? 0 : falseAccepts[rejected],
        impostors);
  }

  /** Genuine pairs accepted at a threshold, person by person. */
  public PerIdentity accepted(double threshold) {
    int identities = genuine.stream().mapToInt(Genuine::identity).max().getAsInt() + 1;
    PerIdentity.Tally tally = new PerIdentity.Tally(identities);
    genuine.forEach(pair -> tally.add(pair.identity(), pair.score() >= threshold ? 1 : 0));
    return tally.done();
  }

  /** Ten points a decade, from FAR 1 down to the last that the impostors support. */
  public List<OperatingPoint> curve() {
    List<OperatingPoint> points = new ArrayList<>();
    OperatingPoint point = at(1);
    for (int step = 1; points.isEmpty() || point.supported(); step++) {
      points.add(point);
      point = at(Math.pow(10, -(double) step / PER_DECADE));
    }
    return points;
  }
}
