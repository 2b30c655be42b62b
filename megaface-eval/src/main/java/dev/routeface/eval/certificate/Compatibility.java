package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether probes of one model may search the gallery that another enrolled. Cross-model figures are
 * held against those that enrolling anew with the probes' model would give, and shown beside those
 * of the gallery's model (Shen et al., "Towards Backward-Compatible Representation Learning", CVPR
 * 2020, hold them against the latter).
 *
 * @param gallery name of the model that enrolled
 * @param probes name of the model that searches
 * @param dimensions of the gallery's embeddings, then of the probes'
 * @param rows empty if the dimensions differ: such embeddings cannot be compared at all
 */
record Compatibility(String gallery, String probes, List<Integer> dimensions, List<Row> rows) {
  /**
   * One figure.
   *
   * @param anew cross-model rate against the probes' model alone; decides
   * @param before cross-model rate minus that of the gallery's model alone
   * @param point cross-model threshold; empty for rank-1
   */
  record Row(Check anew, Interval before, Optional<OperatingPoint> point) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("againstEnrollingAnew", anew.toJson());
      json.set("againstGallerysModel", before.toJson());
      point.ifPresent(at -> json.set("point", at.toJson()));
      return json;
    }
  }

  /** The first model's gallery with the second's probes, and the reverse. */
  static List<Compatibility> bothWays(
      EmbeddedModel first, EmbeddedModel second, HeldOutPeople people, Conditions conditions) {
    if (first.images().dimension() != second.images().dimension()) {
      return List.of(incomparable(first, second), incomparable(second, first));
    }
    OpenSet openSet = JudgedModel.openSet(people, conditions);
    Alone one = new Alone(first, openSet.across(first, first));
    Alone other = new Alone(second, openSet.across(second, second));
    return List.of(
        of(one, other, openSet.across(second, first), conditions),
        of(other, one, openSet.across(first, second), conditions));
  }

  /** A model with probes and gallery of its own, counted as across models. */
  private record Alone(EmbeddedModel model, OpenSetResult result) {
    int dimension() {
      return model.images().dimension();
    }
  }

  private static Compatibility incomparable(EmbeddedModel gallery, EmbeddedModel probes) {
    return new Compatibility(
        gallery.name(),
        probes.name(),
        List.of(gallery.images().dimension(), probes.images().dimension()),
        List.of());
  }

  private static Compatibility of(
      Alone gallery, Alone probes, OpenSetResult across, Conditions conditions) {
    return new Compatibility(
        gallery.model().name(),
        probes.model().name(),
        List.of(gallery.dimension(), probes.dimension()),
        rows(
            Check.all(probes.result(), across, conditions),
            Check.all(gallery.result(), across, conditions),
            supported(across, conditions)));
  }

  private static List<OperatingPoint> supported(OpenSetResult across, Conditions conditions) {
    return conditions.fmrs().stream()
        .map(fmr -> JudgedModel.at(across, fmr).point())
        .filter(point -> Conditions.supports(point.impostors(), point.far()))
        .toList();
  }

  /** Rank-1 comes first and has no threshold. */
  private static List<Row> rows(List<Check> anew, List<Check> before, List<OperatingPoint> points) {
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < anew.size(); n++) {
      Optional<OperatingPoint> point = n == 0 ? Optional.empty() : Optional.of(points.get(n - 1));
      rows.add(new Row(anew.get(n), before.get(n).difference(), point));
    }
    return rows;
  }

  boolean comparable() {
    return !rows.isEmpty();
  }

  /** Whether the gallery may stay as it is. */
  boolean rollOver() {
    return comparable() && rows.stream().allMatch(row -> row.anew().passed());
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("gallery", gallery).put("probes", probes);
    dimensions.forEach(json.withArray("dimensions")::add);
    json.put("comparable", comparable()).put("rollOver", rollOver());
    rows.forEach(row -> json.withArray("rows").add(row.toJson()));
    return json;
  }
}
