package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorPoint;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.GroupSpread;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What verification of several groups found about one model.
 *
 * @param protocol kind and digests of the data
 * @param global the threshold for everybody, and the errors of all groups together
 * @param groups in the order given
 */
public record GroupResult(String protocol, ErrorPoint global, List<Group> groups)
    implements Result {
  static final String KIND = "groups";

  /**
   * One group.
   *
   * @param accuracy by fold, at thresholds of its own
   * @param right pairs judged right there, person by person
   * @param falseMatches pairs of two people accepted at the global threshold
   * @param errors one operating point: the global threshold
   */
  public record Group(
      PairAccuracy accuracy, PerIdentity right, PerIdentity falseMatches, ErrorRates errors) {
    public String name() {
      return errors.set();
    }

    /** The errors at the global threshold. */
    public ErrorPoint point() {
      return errors.at().get(0).point();
    }

    private Stream<Measure> measures() {
      String rate = " @ global FMR " + Measure.rate(point().rate());
      return Stream.of(
          new Measure(name() + ": pair accuracy", right, true),
          new Measure(name() + ": FMR" + rate, falseMatches, point().supported()),
          new Measure(name() + ": FNMR" + rate, errors.at().get(0).missed(), point().supported()));
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("accuracy", accuracy.toJson());
      json.set("right", right.toJson());
      json.set("falseMatches", falseMatches.toJson());
      json.set("errors", errors.toJson());
      return json;
    }

    static Group of(Fields fields) {
      return new Group(
          fields.object("accuracy", PairAccuracy::of),
          fields.object("right", PerIdentity::of),
          fields.object("falseMatches", PerIdentity::of),
          fields.object("errors", ErrorRates::of));
    }
  }

  public GroupResult {
    groups = List.copyOf(groups);
  }

  /** Mean of the groups' accuracies: every group counts once. */
  public double meanAccuracy() {
    return groups.stream().mapToDouble(g -> g.accuracy().mean()).average().getAsDouble();
  }

  /** Standard deviation of the groups' accuracies, dividing by one less than their number. */
  public double stdAccuracy() {
    double mean = meanAccuracy();
    double squares =
        groups.stream().mapToDouble(g -> Math.pow(g.accuracy().mean() - mean, 2)).sum();
    return Math.sqrt(squares / (groups.size() - 1));
  }

  /**
   * Skewed error ratio (Wang and Deng, "Mitigating Bias in Face Recognition using Skewness-Aware
   * Reinforcement Learning", CVPR 2020): the largest error of a group, one minus accuracy, over the
   * smallest. Infinite if a group has none, and not a number if no group has any.
   */
  public double skewedErrorRatio() {
    double[] errors = groups.stream().mapToDouble(g -> 1 - g.accuracy().mean()).sorted().toArray();
    return errors[errors.length - 1] / errors[0];
  }

  /** How far FMR differs at the global threshold. */
  public GroupSpread falseMatchSpread() {
    return spread(ErrorPoint::falseAlarms, ErrorPoint::nonMated);
  }

  /** How far FNMR differs at the global threshold. */
  public GroupSpread falseNonMatchSpread() {
    return spread(ErrorPoint::misses, ErrorPoint::mated);
  }

  private GroupSpread spread(ToLongFunction<ErrorPoint> errors, ToLongFunction<ErrorPoint> trials) {
    return GroupSpread.of(
        groups.stream()
            .map(Group::point)
            .map(p -> new GroupSpread.Count(errors.applyAsLong(p), trials.applyAsLong(p)))
            .toList());
  }

  @Override
  public String set() {
    return KIND;
  }

  @Override
  public List<Measure> measures() {
    return groups.stream().flatMap(Group::measures).toList();
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return groups.stream().map(Group::errors).toList();
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol);
    json.set("global", global.toJson());
    groups.forEach(group -> json.withArray("groups").add(group.toJson()));
    return json;
  }

  static GroupResult of(Fields fields) {
    return new GroupResult(
        fields.text("protocol"),
        fields.object("global", ErrorPoint::of),
        fields.objects("groups", Group::of));
  }
}
