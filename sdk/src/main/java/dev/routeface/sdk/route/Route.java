package dev.routeface.sdk.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * The anchors of one teacher's training in the order of time, the converged teacher last. A route
 * cannot go back in time.
 *
 * @param anchors at least one, with strictly increasing epochs
 */
public record Route(List<Anchor> anchors) {
  public Route {
    anchors = List.copyOf(anchors);
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException("expected a route of at least one anchor, found none");
    }
    for (int i = 1; i < anchors.size(); i++) {
      if (anchors.get(i).epoch() <= anchors.get(i - 1).epoch()) {
        throw new IllegalArgumentException(
            "expected anchors in the order of time, found epoch %d after epoch %d"
                .formatted(anchors.get(i).epoch(), anchors.get(i - 1).epoch()));
      }
    }
  }

  /** The last anchor: the teacher that everybody else distils from. */
  public Anchor converged() {
    return anchors.get(anchors.size() - 1);
  }

  /**
   * The anchor of one epoch.
   *
   * @throws IllegalArgumentException if that epoch was not kept
   */
  public Anchor at(int epoch) {
    return anchors.stream()
        .filter(anchor -> anchor.epoch() == epoch)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected an anchor of epoch %d, found epochs %s".formatted(epoch, epochs())));
  }

  /** Epochs of all anchors. */
  public List<Integer> epochs() {
    return anchors.stream().map(Anchor::epoch).toList();
  }

  /** This route with one anchor more. */
  public Route with(Anchor next) {
    List<Anchor> longer = new ArrayList<>(anchors);
    longer.add(next);
    return new Route(longer);
  }

  /** Reads the form that {@link #toJson} writes. */
  public static Route of(Fields fields) {
    return new Route(fields.objects("anchors", Anchor::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    anchors.forEach(anchor -> json.withArray("anchors").add(anchor.toJson()));
    return json;
  }
}
