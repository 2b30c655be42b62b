package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.function.Function;

/**
 * Labelled pairs in folds: "is this the same person?", as LFW's view 2 asks.
 *
 * @param faces the images
 * @param folds pairs of image numbers; a pair shows one person if the identities are equal
 */
public record PairSet(FaceDataset faces, List<List<Pair>> folds) implements Protocol {
  /** Two images of the data set. */
  public record Pair(int first, int second) {}

  public PairSet {
    folds = folds.stream().map(List::copyOf).toList();
    for (List<Pair> fold : folds) {
      for (Pair pair : fold) {
        if (Math.min(pair.first(), pair.second()) < 0
            || Math.max(pair.first(), pair.second()) >= faces.size()) {
          throw new IllegalArgumentException(
              "expected images 0 to %d, found %s".formatted(faces.size() - 1, pair));
        }
      }
    }
  }

  @Override
  public PairResult judge(Function<FaceDataset, UnitVectors> embedder) {
    UnitVectors vectors = Protocol.embed(embedder, faces);
    List<List<PairAccuracy.Distance>> distances =
        folds.stream()
            .map(fold -> fold.stream().map(pair -> distance(vectors, pair)).toList())
            .toList();
    PairAccuracy accuracy = PairAccuracy.of(distances);
    return new PairResult(protocol(), accuracy, right(distances, accuracy));
  }

  private String protocol() {
    return "pairs faces %s pairs %s".formatted(faces.sha256(), Sha256.ofText(folds.toString()));
  }

  private PairAccuracy.Distance distance(UnitVectors vectors, Pair pair) {
    float[] a = vectors.row(pair.first());
    float[] b = vectors.row(pair.second());
    double squared = 0;
    for (int k = 0; k < a.length; k++) {
      double difference = (double) a[k] - b[k];
      squared += difference * difference;
    }
    return new PairAccuracy.Distance(
        squared, faces.identity(pair.first()) == faces.identity(pair.second()));
  }

  private PerIdentity right(List<List<PairAccuracy.Distance>> distances, PairAccuracy accuracy) {
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
}
