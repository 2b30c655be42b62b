package dev.routeface.eval.certificate;

import dev.routeface.eval.metric.GroupSpread;
import dev.routeface.eval.report.Numbers;
import dev.routeface.eval.report.Section;
import dev.routeface.eval.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of groups of people, before and after. */
record GroupSections(Certificate certificate, BiasDelta delta) {
  List<Section> all() {
    List<Section> sections = new ArrayList<>(List.of(groups(), spreads()));
    sections.addAll(new CertificatePlots(certificate).groups(delta));
    return sections;
  }

  private Table groups() {
    List<List<String>> rows = new ArrayList<>();
    for (BiasDelta.Group group : delta.groups()) {
      rows.add(row(group, "FMR", group.falseMatches()));
      rows.add(row(group, "FNMR", group.falseNonMatches()));
    }
    return new Table(
        ("Groups before (%s) and after (%s), each model at its one threshold for FMR %s over all"
                + " people: FMR of comparisons within the group and FNMR, in percent; differences in"
                + " percentage points; 95 %% intervals. * fewer than 30 errors.")
            .formatted(certificate.teacher(), certificate.student(), Numbers.place(delta.fmr())),
        List.of("group", "people", "error", "comparisons", "before", "after", "difference"),
        rows);
  }

  private static List<String> row(
      BiasDelta.Group group, String error, Optional<BiasDelta.Change> change) {
    return List.of(
        group.name(),
        Numbers.count(group.people()),
        error,
        change.map(c -> Numbers.count(c.trials())).orElse("0"),
        change.map(c -> CertificatePlots.rate(c.before())).orElse(Numbers.NONE),
        change.map(c -> CertificatePlots.rate(c.after())).orElse(Numbers.NONE),
        change.map(GroupSections::difference).orElse(Numbers.NONE));
  }

  private static String difference(BiasDelta.Change change) {
    String points =
        "%s [%s, %s]"
            .formatted(
                points(change.difference().estimate()),
                points(change.difference().low()),
                points(change.difference().high()));
    return change.supported() ? points : points.replace(" [", "* [");
  }

  /** Rates of a thousandth of a percent differ by less. */
  private static String points(double difference) {
    return String.format(Locale.ROOT, "%+.3g", 100 * difference);
  }

  private Table spreads() {
    List<List<String>> rows = new ArrayList<>();
    delta.falseMatchSpread().ifPresent(spread -> add(rows, "FMR", spread));
    delta.falseNonMatchSpread().ifPresent(spread -> add(rows, "FNMR", spread));
    return new Table(
        "How far groups differ: largest rate over smallest, and over the geometric mean. A group"
            + " without errors enters the mean with three, the upper end of its 95 % interval; the"
            + " ratio is then a lower bound and says so.",
        List.of("model", "error", "largest, %", "smallest, %", "max/min", "max/geometric mean"),
        rows);
  }

  private void add(List<List<String>> rows, String error, BiasDelta.Spread spread) {
    rows.add(row(certificate.teacher(), error, spread.before(), spread.leastBefore()));
    rows.add(row(certificate.student(), error, spread.after(), spread.leastAfter()));
  }

  private static List<String> row(String model, String error, GroupSpread spread, double least) {
    String bound = spread.withoutErrors() > 0 ? "≥ " : "";
    return List.of(
        model,
        error,
        CertificatePlots.percent(spread.max()),
        CertificatePlots.percent(least),
        least > 0 ? String.format(Locale.ROOT, "%.2f", spread.max() / least) : Numbers.NONE,
        bound + String.format(Locale.ROOT, "%.2f", spread.ratio()));
  }
}
