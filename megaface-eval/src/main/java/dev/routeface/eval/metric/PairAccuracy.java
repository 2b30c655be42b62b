package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Accuracy on labelled pairs, cross-validated by fold as LFW's view 2 is (Huang et al., UMass
 * Amherst TR 07-49, 2007), in the definition of InsightFace's {@code verification.py}: "same" means
 * a squared L2 distance strictly below the threshold; thresholds 0, 0.01 .. 3.99; each fold is
 * judged with the first of the best thresholds of the other folds.
 *
 * @param folds in order
 */
public record PairAccuracy(List<Fold> folds) {
  private static final int THRESHOLDS = 400;
  private static final double STEP = 0.01;

  /**
   * One pair.
   *
   * @param squaredL2 squared distance of the two unit vectors, 0..4
   * @param same whether one person is shown twice
   */
  public record Distance(double squaredL2, boolean same) {
    /** Whether the verdict at {@code threshold} is right. */
    public boolean rightAt(double threshold) {
      return squaredL2 < threshold == same;
    }
  }

  /**
   * The verdict on one fold.
   *
   * @param threshold squared L2 distance found on the other folds
   * @param accuracy share of this fold's pairs judged right, 0..1
   */
  public record Fold(double threshold, double accuracy) {
    ObjectNode toJson() {
      return Fields.object().put("threshold", threshold).put("accuracy", accuracy);
    }

    static Fold of(Fields fields) {
      return new Fold(
          fields.number("threshold", 0, THRESHOLDS * STEP), fields.number("accuracy", 0, 1));
    }
  }

  public PairAccuracy {
    folds = List.copyOf(folds);
  }

  /**
   * Judges.
   *
   * @param folds at least two, none empty
   */
  public static PairAccuracy of(List<List<Distance>> folds) {
    if (folds.size() < 2 || folds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "expected at least 2 folds of at least 1 pair, found folds of "
              + folds.stream().map(List::size).toList());
    }
    int[][] right = folds.stream().map(PairAccuracy::rightAtEach).toArray(int[][]::new);
    List<Fold> verdicts = new ArrayList<>();
    for (int fold = 0; fold < right.length; fold++) {
      int best = firstBest(right, fold);
      verdicts.add(new Fold(best * STEP, (double) right[fold][best] / folds.get(fold).size()));
    }
    return new PairAccuracy(verdicts);
  }

  private static int[] rightAtEach(List<Distance> fold) {
    int[] right = new int[THRESHOLDS];
    Arrays.setAll(right, t -> (int) fold.stream().filter(pair -> pair.rightAt(t * STEP)).count());
    return right;
  }

  /** The first threshold with the most right verdicts on all folds but one. */
  private static int firstBest(int[][] right, int heldOut) {
    int best = 0;
    int most = -1;
    for (int t = 0; t < THRESHOLDS; t++) {
      int count = -right[heldOut][t];
      for (int[] fold : right) {
        count += fold[t];
      }
      if (count > most) {
        best = t;
        most = count;
      }
    }
    return best;
  }

  /** Mean accuracy of the folds. */
  public double mean() {
    return folds.stream().mapToDouble(Fold::accuracy).average().getAsDouble();
  }

  /** Standard deviation over the folds, dividing by their number. */
  public double std() {
    double mean = mean();
    return Math.sqrt(
        folds.stream()
            .mapToDouble(fold -> (fold.accuracy() - mean) * (fold.accuracy() - mean))
            .average()
            .getAsDouble());
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    folds.forEach(fold -> json.withArray("folds").add(fold.toJson()));
    return json;
  }

  public static PairAccuracy of(Fields fields) {
    return new PairAccuracy(fields.objects("folds", Fold::of));
  }
}
