package dev.routeface.eval.devkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A rising curve as the devkit writes it: a point is kept only if it is more than 0.01 above the
 * last kept one, or is the last of all. What is published that way has lost most of its points.
 */
public record ThinnedCurve(List<Double> x, List<Double> y) {
  private static final double STEP = 0.01;

  public ThinnedCurve {
    x = List.copyOf(x);
    y = List.copyOf(y);
  }

  /** Keeps or drops points one after the other. */
  static final class Pen {
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private float kept;

    /** The next point of the curve. */
    void point(double at, float value) {
      // The difference is taken in float and compared in double, as there.
      if ((double) (value - kept) > STEP) {
        keep(at, value);
      }
    }

    /** The last point; it is always kept. */
    ThinnedCurve end(double at, float value) {
      keep(at, value);
      return new ThinnedCurve(x, y);
    }

    private void keep(double at, float value) {
      x.add(at);
      y.add((double) value);
      kept = value;
    }
  }

  /**
   * The cumulative curve of a histogram, normalised.
   *
   * @param counts searches by 0-based rank
   */
  static ThinnedCurve cumulative(long[] counts) {
    long all = LongStream.of(counts).sum();
    Pen pen = new Pen();
    long sum = 0;
    for (int rank = 0; rank < counts.length - 1; rank++) {
      sum += counts[rank];
      pen.point(rank, (float) ((double) sum / all));
    }
    return pen.end(counts.length - 1, 1);
  }

  /**
   * The same with the devkit's rounding: every share is a float and so is every sum, so that the
   * last one need not be 1.
   */
  static ThinnedCurve strictlyCumulative(long[] counts) {
    long all = LongStream.of(counts).sum();
    Pen pen = new Pen();
    float sum = 0;
    for (int rank = 0; rank < counts.length - 1; rank++) {
      sum += (float) ((double) counts[rank] / all);
      pen.point(rank, sum);
    }
    return pen.end(counts.length - 1, sum + (float) ((double) counts[counts.length - 1] / all));
  }

  /** {@code [[x...], [y...]]} with x as whole numbers, as the devkit writes ranks. */
  ArrayNode ranksToJson() {
    return toJson(array -> x.forEach(rank -> array.add(rank.longValue())));
  }

  /** {@code [[x...], [y...]]} with x as rates. */
  ArrayNode ratesToJson() {
    return toJson(array -> x.forEach(array::add));
  }

  private ArrayNode toJson(Consumer<ArrayNode> first) {
    ArrayNode json = Fields.MAPPER.createArrayNode();
    first.accept(json.addArray());
    y.forEach(json.addArray()::add);
    return json;
  }
}
