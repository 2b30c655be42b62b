package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.DyadicInterval;
import dev.routeface.eval.metric.FalseMatches;
import dev.routeface.eval.metric.GroupSpread;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How groups of people fare before and after, each model at one threshold for everybody. FMR is of
 * comparisons within a group, as NIST IR 8280 has it: look-alikes are mostly of one group.
 *
 * @param fmr that both thresholds are chosen for, over all people
 * @param groups in the order of their names
 */
record BiasDelta(double fmr, List<Group> groups) {
  /**
   * One group.
   *
   * @param falseMatches empty if there are not two people in it
   * @param falseNonMatches empty if nobody in it has two images
   */
  record Group(
      String name,
      int people,
      int images,
      Optional<Change> falseMatches,
      Optional<Change> falseNonMatches) {
    ObjectNode toJson() {
      ObjectNode json =
          Fields.object().put("name", name).put("people", people).put("images", images);
      falseMatches.ifPresent(change -> json.set("FMR", change.toJson()));
      falseNonMatches.ifPresent(change -> json.set("FNMR", change.toJson()));
      return json;
    }
  }

  /**
   * An error before and after.
   *
   * @param trials comparisons behind each
   * @param difference after minus before
   */
  record Change(long trials, Interval before, Interval after, Interval difference) {
    private static final int ENOUGH = 30;

    /** Whether at least thirty errors stand behind the smaller of the two rates. */
    boolean supported() {
      return Math.min(before.estimate(), after.estimate()) * trials >= ENOUGH - 1e-6;
    }

    private GroupSpread.Count count(Interval rate) {
      return new GroupSpread.Count(Math.round(rate.estimate() * trials), trials);
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("trials", trials).put("supported", supported());
      json.set("before", before.toJson());
      json.set("after", after.toJson());
      json.set("difference", difference.toJson());
      return json;
    }
  }

  /**
   * How far an error differs between groups, before and after.
   *
   * @param least smallest rate, before and after
   */
  record Spread(GroupSpread before, GroupSpread after, double leastBefore, double leastAfter) {}

  static BiasDelta of(
      JudgedModel before,
      JudgedModel after,
      HeldOutPeople people,
      GroupLabels labels,
      Conditions conditions) {
    Judgement judgement = new Judgement(before, after, people, conditions);
    return new BiasDelta(
        conditions.groupFmr(),
        IntStream.range(0, labels.groups().size())
            .mapToObj(
                group ->
                    judgement.group(
                        labels.groups().get(group),
                        IntStream.range(0, labels.ofImage().length)
                            .filter(image -> labels.ofImage()[image] == group)
                            .toArray()))
            .toList());
  }

  /** What all groups are judged by. */
  private record Judgement(
      JudgedModel before, JudgedModel after, HeldOutPeople people, Conditions conditions) {
    Group group(String name, int[] images) {
      int[] all = people.people();
      int[] who = IntStream.of(images).map(image -> all[image]).toArray();
      return new Group(
          name,
          (int) IntStream.of(who).distinct().count(),
          images.length,
          falseMatches(images, who),
          falseNonMatches(images));
    }

    private Optional<Change> falseMatches(int[] images, int[] who) {
      if (IntStream.of(who).distinct().count() < 2) {
        return Optional.empty();
      }
      PerIdentity one = matches(before, images, who);
      PerIdentity other = matches(after, images, who);
      return Optional.of(
          new Change(
              one.pairs() / 2,
              DyadicInterval.rate(one),
              DyadicInterval.rate(other),
              DyadicInterval.difference(other.minus(one))));
    }

    private PerIdentity matches(JudgedModel judged, int[] images, int[] who) {
      UnitVectors chosen = judged.model().images().select(images);
      return FalseMatches.of(chosen, who, FalseMatches.Compared.ALL, threshold(judged)).get(0);
    }

    private double threshold(JudgedModel judged) {
      return judged.at(conditions.groupFmr()).point().threshold();
    }

    private Optional<Change> falseNonMatches(int[] images) {
      boolean[] in = new boolean[people.probes().identities().size()];
      IntStream.of(images)
          .filter(image -> image < people.probes().size())
          .forEach(image -> in[people.probes().identity(image)] = true);
      return refused(before, in).map(one -> change(one, refused(after, in).orElseThrow()));
    }

    private Change change(PerIdentity one, PerIdentity other) {
      return new Change(
          one.pairs(),
          interval(one),
          interval(other),
          conditions.bootstrap().difference(List.of(other), List.of(one), Averaging.PAIRS));
    }

    private Interval interval(PerIdentity rate) {
      return conditions.bootstrap().interval(rate, Averaging.PAIRS);
    }

    /** Comparisons of one person that a model refuses, of some people. */
    private Optional<PerIdentity> refused(JudgedModel judged, boolean[] in) {
      PerIdentity all = judged.at(conditions.groupFmr()).accepted().complement();
      double[] totals = new double[all.size()];
      int[] pairs = new int[all.size()];
      for (int person = 0; person < all.size(); person++) {
        totals[person] = in[person] ? all.total(person) : 0;
        pairs[person] = in[person] ? all.pairs(person) : 0;
      }
      return IntStream.of(pairs).sum() == 0
          ? Optional.empty()
          : Optional.of(PerIdentity.of(totals, pairs));
    }
  }

  /** FMR; empty if no group has one. */
  Optional<Spread> falseMatchSpread() {
    return spread(Group::falseMatches);
  }

  /** FNMR; empty if no group has one. */
  Optional<Spread> falseNonMatchSpread() {
    return spread(Group::falseNonMatches);
  }

  private Optional<Spread> spread(Function<Group, Optional<Change>> error) {
    List<Change> changes = groups.stream().map(error).flatMap(Optional::stream).toList();
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Spread(
            GroupSpread.of(changes.stream().map(c -> c.count(c.before())).toList()),
            GroupSpread.of(changes.stream().map(c -> c.count(c.after())).toList()),
            changes.stream().mapToDouble(c -> c.before().estimate()).min().getAsDouble(),
            changes.stream().mapToDouble(c -> c.after().estimate()).min().getAsDouble()));
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("fmr", fmr);
    groups.forEach(group -> json.withArray("groups").add(group.toJson()));
    falseMatchSpread().ifPresent(spread -> json.set("FMR", toJson(spread)));
    falseNonMatchSpread().ifPresent(spread -> json.set("FNMR", toJson(spread)));
    return json;
  }

  private static ObjectNode toJson(Spread spread) {
    ObjectNode json = Fields.object();
    json.set("before", toJson(spread.before(), spread.leastBefore()));
    json.set("after", toJson(spread.after(), spread.leastAfter()));
    return json;
  }

  private static ObjectNode toJson(GroupSpread spread, double least) {
    return Fields.object()
        .put("max", spread.max())
        .put("min", least)
        .put("geometricMean", spread.geometricMean())
        .put("maxOverGeometricMean", spread.ratio())
        .put("groupsWithoutErrors", spread.withoutErrors());
  }
}
