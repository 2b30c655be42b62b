package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.rank.SortedScores;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * TAR at FAR as InsightFace's IJB scripts read it: on scikit-learn's {@code roc_curve}, which keeps
 * the corners of the curve alone, the point whose FAR is nearest to the one asked for, be it above
 * or below; of points equally near the later one, so the largest TAR at one FAR. Published IJB
 * figures are read this way. The exact reading, which never exceeds the FAR, is {@link Det#at}.
 *
 * @param far asked for, above 0 and at most 1
 * @param found FAR of the point read, 0..1
 * @param tar true accept rate there, 0..1
 */
public record NearestFar(double far, double found, double tar) {
  /** Reads the curve of comparisons at some rates; neither kind may be empty. */
  public static List<NearestFar> of(Trials mated, Trials nonMated, List<Double> fars) {
    Curve curve = new Curve(mated.sorted(), nonMated.sorted(), fars);
    curve.walk();
    return List.copyOf(curve.best);
  }

  public ObjectNode toJson() {
    return Fields.object().put("far", far).put("found", found).put("tar", tar);
  }

  public static NearestFar of(Fields fields) {
    return new NearestFar(
        fields.number("far", 0, 1), fields.number("found", 0, 1), fields.number("tar", 0, 1));
  }

  /** Accepted pairs of both kinds when the threshold is one of the scores. */
  private record Corner(long accepted, long falseAccepts) {}

  /** A pass from the highest score to the lowest; no curve of millions of points is held. */
  private static final class Curve {
    private final SortedScores mated;
    private final SortedScores nonMated;
    private final List<NearestFar> best = new ArrayList<>();
    private int matedLeft;
    private int nonMatedLeft;

    Curve(SortedScores mated, SortedScores nonMated, List<Double> fars) {
      this.mated = mated;
      this.nonMated = nonMated;
      this.matedLeft = mated.size();
      this.nonMatedLeft = nonMated.size();
      fars.forEach(far -> best.add(new NearestFar(far, 0, 0)));
    }

    void walk() {
      Corner before = next();
      see(before);
      Corner here = before;
      boolean first = true;
      while (matedLeft + nonMatedLeft > 0) {
        Corner after = next();
        if (!first && !onALine(before, here, after)) {
          see(here);
        }
        before = first ? before : here;
        here = after;
        first = false;
      }
      see(here);
    }

    /** Down to the next lower score, with all trials that have it. */
    private Corner next() {
      float score = Math.max(top(mated, matedLeft), top(nonMated, nonMatedLeft));
      matedLeft = mated.below(score);
      nonMatedLeft = nonMated.below(score);
      return new Corner(mated.size() - matedLeft, nonMated.size() - nonMatedLeft);
    }

    private static float top(SortedScores scores, int left) {
      return left == 0 ? Trials.FAILED : scores.score(left - 1);
    }

    private static boolean onALine(Corner a, Corner b, Corner c) {
      return c.accepted() - b.accepted() == b.accepted() - a.accepted()
          && c.falseAccepts() - b.falseAccepts() == b.falseAccepts() - a.falseAccepts();
    }

    private void see(Corner corner) {
      double found = (double) corner.falseAccepts() / nonMated.size();
      double tar = (double) corner.accepted() / mated.size();
      for (int n = 0; n < best.size(); n++) {
        double far = best.get(n).far();
        if (Math.abs(found - far) <= Math.abs(best.get(n).found() - far)) {
          best.set(n, new NearestFar(far, found, tar));
        }
      }
    }
  }
}
