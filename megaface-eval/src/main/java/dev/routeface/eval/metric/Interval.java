package dev.routeface.eval.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * A figure and its 95 % interval.
 *
 * @param estimate the figure itself
 * @param low lower end
 * @param high upper end
 */
public record Interval(double estimate, double low, double high) {
  /** Whether a difference of this size is told apart from none. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }

  public ObjectNode toJson() {
    return Fields.object().put("estimate", estimate).put("low", low).put("high", high);
  }
}
