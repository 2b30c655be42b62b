package dev.routeface.sdk.embed;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.card.Preparation.ChannelOrder;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Subset;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of the usual preparations a network was trained with, where nobody has said: each tells
 * pairs of one person from pairs of two, and one that tells clearly more than all others is taken.
 *
 * <p>A guess: scales of 127.5 and 128 cannot be told apart this way, and only the first is tried.
 */
public final class PreparationProbe {
  /** People of whom two images each are embedded. */
  private static final int MOST_PEOPLE = 400;

  private static final int FEWEST_PEOPLE = 20;

  /** Chance of a sign test at which a difference is no accident. */
  private static final double CLEAR = 0.01;

  /**
   * How one preparation fared.
   *
   * @param right for each pair, whether it was told, at the threshold that is best for them all
   */
  public record Score(Preparation preparation, List<Boolean> right) {
    public Score {
      right = List.copyOf(right);
    }

    /** Share of pairs that were told. */
    public double accuracy() {
      return (double) right.stream().filter(told -> told).count() / right.size();
    }
  }

  /**
   * How all of them fared.
   *
   * @param scores the best first
   */
  public record Outcome(List<Score> scores) {
    public Outcome {
      scores = scores.stream().sorted(Comparator.comparing(Score::accuracy).reversed()).toList();
    }

    /** The best, if the next best is worse by more than chance. */
    public Optional<Score> clear() {
      return chance() < CLEAR ? Optional.of(scores.get(0)) : Optional.empty();
    }

    /**
     * Chance that the best two differ as they do, or more, if neither were better: the exact sign
     * test on pairs that one alone told (McNemar, Psychometrika 12, 1947).
     */
    public double chance() {
      List<Boolean> first = scores.get(0).right();
      List<Boolean> second = scores.get(1).right();
      int won = count(first, second);
      return tail(won, won + count(second, first));
    }

    private static int count(List<Boolean> told, List<Boolean> missed) {
      return (int)
          IntStream.range(0, told.size()).filter(i -> told.get(i) && !missed.get(i)).count();
    }

    /**
     * Chance of {@code least} heads or more in {@code throwsOf} throws, times two for both sides.
     */
    private static double tail(int least, int throwsOf) {
      double sum = 0;
      double term = Math.pow(0.5, throwsOf); // of k heads, from k = throws downwards
      for (int k = throwsOf; k >= least; k--) {
        sum += term;
        term = term * k / (throwsOf - k + 1);
      }
      return Math.min(1, 2 * sum);
    }
  }

  private PreparationProbe() {}

  /** The usual ones for a size: both channel orders, four ranges. */
  public static List<Preparation> usual(int size) {
    List<Preparation> all = new ArrayList<>();
    for (ChannelOrder order : ChannelOrder.values()) {
      all.add(same(size, order, 127.5, 127.5));
      all.add(imageNet(size, order));
      all.add(same(size, order, 0, 255));
      all.add(same(size, order, 0, 1));
    }
    return all;
  }

  private static Preparation same(int size, ChannelOrder order, double mean, double scale) {
    return new Preparation(
        size, order, new double[] {mean, mean, mean}, new double[] {scale, scale, scale});
  }

  /** Of torchvision's networks, which states them for RGB in 0..1. */
  private static Preparation imageNet(int size, ChannelOrder order) {
    double[] mean = {0.485 * 255, 0.456 * 255, 0.406 * 255};
    double[] scale = {0.229 * 255, 0.224 * 255, 0.225 * 255};
    boolean rgb = order == ChannelOrder.RGB;
    return new Preparation(size, order, rgb ? mean : reversed(mean), rgb ? scale : reversed(scale));
  }

  private static double[] reversed(double[] three) {
    return new double[] {three[2], three[1], three[0]};
  }

  /**
   * Tries them all.
   *
   * @param faces people with at least two images each; others are passed over
   * @param open the network with a preparation
   * @throws BadDataException if there are fewer than 20 such people
   */
  public static Outcome run(
      FaceDataset faces, int size, Function<Preparation, Embedder> open, Progress progress) {
    FacePixels pixels = FacePixels.open(twoEach(faces), size, progress).requireAll();
    List<Score> scores = new ArrayList<>();
    for (Preparation preparation : usual(size)) {
      try (Embedder embedder = open.apply(preparation)) {
        scores.add(score(preparation, Embeddings.raw(embedder, pixels, Flip.NONE, progress)));
      }
    }
    return new Outcome(scores);
  }

  /** The first two images of each of the first people that have two. */
  private static FaceDataset twoEach(FaceDataset faces) {
    int[] images = new int[faces.identities().size()];
    IntStream.range(0, faces.size()).forEach(i -> images[faces.identity(i)]++);
    Set<Integer> people =
        IntStream.range(0, images.length)
            .filter(person -> images[person] > 1)
            .limit(MOST_PEOPLE)
            .boxed()
            .collect(Collectors.toSet());
    if (people.size() < FEWEST_PEOPLE) {
      throw new BadDataException(
          "expected at least %d people with two images to probe with, found %d"
              .formatted(FEWEST_PEOPLE, people.size()));
    }
    int[] seen = new int[images.length];
    boolean[] chosen = new boolean[faces.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = people.contains(faces.identity(i)) && seen[faces.identity(i)]++ < 2;
    }
    return Subset.of("probe", faces, i -> chosen[i]);
  }

  /** Two images of a person side by side, then the second beside the next person's first. */
  private static Score score(Preparation preparation, RawEmbeddings raw) {
    if (raw.failures() > 0) {
      return new Score(
          preparation, IntStream.range(0, raw.size() - 1).mapToObj(i -> false).toList());
    }
    UnitVectors rows = raw.unit(raw.embedded());
    double[] cosines =
        IntStream.range(0, rows.size() - 1).mapToDouble(i -> rows.cosine(i, i + 1)).toArray();
    double threshold = bestThreshold(cosines);
    List<Boolean> right =
        IntStream.range(0, cosines.length)
            .mapToObj(i -> cosines[i] >= threshold == samePerson(i))
            .toList();
    return new Score(preparation, right);
  }

  private static boolean samePerson(int pair) {
    return pair % 2 == 0;
  }

  private static double bestThreshold(double[] cosines) {
    return Arrays.stream(cosines)
        .boxed()
        .max(Comparator.comparing(threshold -> right(cosines, threshold)))
        .orElseThrow();
  }

  private static long right(double[] cosines, double threshold) {
    return IntStream.range(0, cosines.length)
        .filter(i -> cosines[i] >= threshold == samePerson(i))
        .count();
  }
}
