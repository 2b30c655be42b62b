package dev.routeface.eval.report;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.metric.GroupSpread;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.eval.metric.Interval;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.protocol.GroupResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of groups of people: each group, and how far they differ. */
record GroupTables(List<ModelRow> models, IdentityBootstrap bootstrap) {
  List<Table> all() {
    List<List<String>> groups = new ArrayList<>();
    List<List<String>> spreads = new ArrayList<>();
    for (ModelRow model : models) {
      results(model)
          .forEach(
              result -> {
                result.groups().forEach(group -> groups.add(group(model, group)));
                spreads.add(spread(model, result));
              });
    }
    return List.of(groups(groups), spreads(spreads));
  }

  private static Stream<GroupResult> results(ModelRow model) {
    return model.results().stream()
        .filter(GroupResult.class::isInstance)
        .map(GroupResult.class::cast);
  }

  private static Table groups(List<List<String>> rows) {
    return new Table(
        "Groups, in percent: accuracy by folds at thresholds of the group's own, and the errors at"
            + " one threshold for everybody, over pairs, with 95 % intervals.",
        List.of("model", "group", "accuracy", "FMR", "FNMR"), rows);
  }

  private List<String> group(ModelRow model, GroupResult.Group group) {
    return List.of(
        model.name(),
        group.name(),
        Numbers.percent(group.accuracy().mean()) + " ± " + Numbers.percent(group.accuracy().std()),
        Numbers.percent(interval(group.falseMatches())),
        Numbers.percent(interval(group.errors().at().get(0).missed())));
  }

  private Interval interval(PerIdentity values) {
    return bootstrap.interval(values, Averaging.PAIRS);
  }

  private static Table spreads(List<List<String>> rows) {
    return new Table(
        "How far groups differ. Accuracy: mean and standard deviation over groups in percent, and"
            + " SER, the largest error over the smallest. At the global threshold: the largest rate"
            + " over the geometric mean. A group without errors enters that mean with three errors,"
            + " the upper end of its 95 % interval; the ratio is then a lower bound and says so.",
        List.of(
            "model",
            "accuracy",
            "std",
            "SER",
            "threshold",
            "global FMR, %",
            "max FMR, %",
            "FMR max/mean",
            "max FNMR, %",
            "FNMR max/mean"),
        rows);
  }

  private static List<String> spread(ModelRow model, GroupResult result) {
    GroupSpread falseMatches = result.falseMatchSpread();
    GroupSpread falseNonMatches = result.falseNonMatchSpread();
    return List.of(
        model.name(),
        Numbers.percent(result.meanAccuracy()),
        Numbers.percent(result.stdAccuracy()),
        ratio(result.skewedErrorRatio()),
        String.format(Locale.ROOT, "%.4f", result.global().threshold()),
        Numbers.percent(result.global().falseAlarm()),
        Numbers.percent(falseMatches.max()),
        ratio(falseMatches),
        Numbers.percent(falseNonMatches.max()),
        ratio(falseNonMatches));
  }

  private static String ratio(GroupSpread spread) {
    String bound = spread.withoutErrors() > 0 ? "≥ " : "";
    return bound + ratio(spread.ratio());
  }

  private static String ratio(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : Numbers.NONE;
  }
}
