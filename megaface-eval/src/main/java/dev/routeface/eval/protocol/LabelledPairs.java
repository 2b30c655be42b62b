package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.metric.Trials;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Pairs of images, each with the answer to "is this the same person?", in folds.
 *
 * @param name what readers call the set
 * @param faces the images
 * @param folds at least two, none empty; pairs of both kinds among them
 */
public record LabelledPairs(String name, FaceDataset faces, List<List<Pair>> folds) {
  /** Folds of the sets that come without any: LFW's number, which all of them took over. */
  private static final int FOLDS = 10;

  /** Two images of the data set, and whether they show one person. */
  public record Pair(int first, int second, boolean same) {}

  /**
   * The scores of all pairs.
   *
   * @param distances squared L2, by fold
   * @param mated cosines of pairs of one person
   * @param nonMated cosines of pairs of two; whose they are, is the first one's identity, as in the
   *     subsets bootstrap
   */
  record Scored(List<List<PairAccuracy.Distance>> distances, Trials mated, Trials nonMated) {}

  public LabelledPairs {
    folds = folds.stream().map(List::copyOf).toList();
    if (folds.size() < 2 || folds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "expected at least 2 folds of at least 1 pair, found folds of "
              + folds.stream().map(List::size).toList());
    }
    long same = folds.stream().flatMap(List::stream).filter(Pair::same).count();
    long pairs = folds.stream().mapToLong(List::size).sum();
    if (same == 0 || same == pairs) {
      throw new IllegalArgumentException(
          "expected pairs of one person and of two, found %d of %d of one".formatted(same, pairs));
    }
    folds.stream().flatMap(List::stream).forEach(pair -> requireImages(pair, faces.size()));
  }

  private static void requireImages(Pair pair, int images) {
    if (Math.min(pair.first(), pair.second()) < 0
        || Math.max(pair.first(), pair.second()) >= images) {
      throw new IllegalArgumentException(
          "expected images 0 to %d, found %s".formatted(images - 1, pair));
    }
  }

  /**
   * Ten folds of consecutive pairs, as scikit-learn's {@code KFold} cuts them without shuffling:
   * all of one size or, at the start, one larger.
   *
   * @param source for messages
   * @throws BadDataException if there are fewer than ten pairs, or all are of one kind
   */
  static LabelledPairs consecutive(
      String source, String name, FaceDataset faces, List<Pair> pairs) {
    if (pairs.size() < FOLDS) {
      throw new BadDataException(
          "%s: expected at least %d pairs, one a fold, found %d"
              .formatted(source, FOLDS, pairs.size()));
    }
    List<List<Pair>> folds = new ArrayList<>();
    int start = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int size = pairs.size() / FOLDS + (fold < pairs.size() % FOLDS ? 1 : 0);
      folds.add(pairs.subList(start, start + size));
      start += size;
    }
    try {
      return new LabelledPairs(name, faces, folds);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(source + ": " + e.getMessage(), e);
    }
  }

  /** Embeds the images that stand in pairs, and no others. */
  Scored scored(FaceEmbedder embedder) {
    return listed().scoredWhole(embedder);
  }

  /** The same pairs over the images that stand in them. */
  private LabelledPairs listed() {
    List<Integer> images =
        pairs()
            .flatMap(pair -> Stream.of(pair.first(), pair.second()))
            .sorted()
            .distinct()
            .toList();
    return images.size() == faces.size()
        ? this
        : new LabelledPairs(
            name,
            new ListedFaces(faces, images),
            folds.stream()
                .map(fold -> fold.stream().map(pair -> among(images, pair)).toList())
                .toList());
  }

  private static Pair among(List<Integer> images, Pair pair) {
    return new Pair(
        Collections.binarySearch(images, pair.first()),
        Collections.binarySearch(images, pair.second()),
        pair.same());
  }

  private Scored scoredWhole(FaceEmbedder embedder) {
    UnitVectors vectors = Protocol.embed(embedder, faces);
    List<List<PairAccuracy.Distance>> distances =
        folds.stream()
            .map(fold -> fold.stream().map(pair -> distance(vectors, pair)).toList())
            .toList();
    return new Scored(
        distances, trials(vectors, Pair::same), trials(vectors, pair -> !pair.same()));
  }

  private Trials trials(UnitVectors vectors, Predicate<Pair> kind) {
    List<Pair> pairs = pairs().filter(kind).toList();
    float[] scores = new float[pairs.size()];
    for (int n = 0; n < scores.length; n++) {
      scores[n] = vectors.cosine(pairs.get(n).first(), pairs.get(n).second());
    }
    return Trials.of(
        scores, pairs.stream().mapToInt(pair -> faces.identity(pair.first())).toArray());
  }

  private static PairAccuracy.Distance distance(UnitVectors vectors, Pair pair) {
    float[] a = vectors.row(pair.first());
    float[] b = vectors.row(pair.second());
    double squared = 0;
    for (int k = 0; k < a.length; k++) {
      double difference = (double) a[k] - b[k];
      squared += difference * difference;
    }
    return new PairAccuracy.Distance(squared, pair.same());
  }

  /** Pairs judged right, each at its fold's threshold, under the first one's identity. */
  PerIdentity right(List<List<PairAccuracy.Distance>> distances, PairAccuracy accuracy) {
    PerIdentity.Tally tally = new PerIdentity.Tally(faces.identities().size());
    for (int fold = 0; fold < folds.size(); fold++) {
      double threshold = accuracy.folds().get(fold).threshold();
      for (int n = 0; n < folds.get(fold).size(); n++) {
        tally.add(
            faces.identity(folds.get(fold).get(n).first()),
            distances.get(fold).get(n).rightAt(threshold) ? 1 : 0);
      }
    }
    return tally.done();
  }

  private Stream<Pair> pairs() {
    return folds.stream().flatMap(List::stream);
  }

  /** Digests of images and pairs. */
  String digest() {
    return "faces %s pairs %s".formatted(faces.sha256(), Sha256.ofText(folds.toString()));
  }
}
