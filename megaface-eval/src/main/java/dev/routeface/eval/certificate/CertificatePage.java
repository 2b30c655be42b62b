package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.report.Document;
import dev.routeface.eval.report.Numbers;
import dev.routeface.eval.report.Section;
import dev.routeface.eval.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A certificate for people: the answers first, then a table and a plot for each part. */
final class CertificatePage {
  private final Certificate certificate;
  private final CertificatePlots plots;

  private CertificatePage(Certificate certificate) {
    this.certificate = certificate;
    this.plots = new CertificatePlots(certificate);
  }

  static Document of(Certificate certificate) {
    ObjectNode provenance = certificate.provenance().deepCopy();
    certificate.models().forEach(m -> provenance.withArray("models").add(m.file().toJson()));
    provenance.set("conditions", certificate.conditions().toJson());
    return new Document(
        "Certificate: " + certificate.verdict(),
        provenance,
        new CertificatePage(certificate).sections());
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>(List.of(answers(), gate()));
    sections.add(plots.differences());
    sections.add(decisions());
    sections.add(compatibility());
    sections.add(points());
    unsupported().ifPresent(sections::add);
    sections.addAll(plots.errors());
    certificate
        .findings()
        .groups()
        .ifPresent(groups -> sections.addAll(new GroupSections(certificate, groups).all()));
    sections.add(models());
    return sections;
  }

  private Table answers() {
    List<List<String>> rows = new ArrayList<>();
    for (CompressionGate gate : certificate.findings().gates()) {
      rows.add(
          List.of(
              "May %s stand for %s?".formatted(gate.to(), gate.from()),
              gate.passed() ? "yes" : "no",
              reason(gate)));
    }
    for (Compatibility way : certificate.findings().compatibility()) {
      rows.add(
          List.of(
              "May %s search what %s enrolled?".formatted(way.probes(), way.gallery()),
              way.rollOver() ? "roll over without re-enrolling" : "do not; re-enrol",
              reason(way)));
    }
    rows.add(
        List.of(
            "Are these people new to the models?",
            knownNew() ? "yes" : "not known of all",
            "see the models below"));
    return new Table(judgedOn(), List.of("question", "answer", "because"), rows);
  }

  private String judgedOn() {
    JsonNode data = certificate.provenance().path("data");
    return "The answers, on %s images of %s people to search for, among %s images of %s others."
        .formatted(
            Numbers.fact(data.at("/probes/images")),
            Numbers.fact(data.at("/probes/people")),
            Numbers.fact(data.at("/distractors/images")),
            Numbers.fact(data.at("/distractors/people")));
  }

  private boolean knownNew() {
    return certificate.models().stream()
        .allMatch(model -> model.training().state() == TrainingKnowledge.State.DISJOINT);
  }

  private String reason(CompressionGate gate) {
    return reason(gate.checks());
  }

  /** The figure that decides: the one whose bound is lowest. */
  private String reason(List<Check> checks) {
    Check worst =
        checks.stream().min(Comparator.comparing(check -> check.test().lowerBound())).orElseThrow();
    return "%s may be lower by %s points; %s allowed"
        .formatted(
            worst.figure(),
            points(Math.max(0, -worst.test().lowerBound())),
            points(certificate.conditions().margin()));
  }

  private String reason(Compatibility way) {
    if (!way.comparable()) {
      return "embeddings of %d and %d numbers are not comparable"
          .formatted(way.dimensions().get(0), way.dimensions().get(1));
    }
    return reason(way.rows().stream().map(Compatibility.Row::anew).toList());
  }

  /** Percentage points without needless zeros. */
  private static String points(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share).replaceAll("\\.?0+$", "");
  }

  private Table gate() {
    return new Table(
        ("Compression gate. Rates in percent, mean over people; differences in percentage points"
                + " with paired 95 %% intervals from %s resamples of the people, thresholds held"
                + " fixed. A figure passes if the one-sided 95 %% lower bound of its difference lies"
                + " above -%s; the gate passes if all figures do.")
            .formatted(
                Numbers.count(certificate.conditions().bootstrap().resamples()),
                points(certificate.conditions().margin())),
        List.of("pair", "figure", "from", "to", "difference", "lower bound", "verdict"),
        certificate.findings().gates().stream()
            .flatMap(gate -> gate.checks().stream().map(check -> cells(gate, check)))
            .toList());
  }

  private static List<String> cells(CompressionGate gate, Check check) {
    return List.of(
        pair(gate),
        check.figure(),
        Numbers.percent(check.reference()),
        Numbers.percent(check.rate()),
        Numbers.points(check.difference()),
        Numbers.points(check.test().lowerBound()),
        check.passed() ? "passed" : "failed");
  }

  private static String pair(CompressionGate gate) {
    return gate.from() + " → " + gate.to();
  }

  private Table decisions() {
    return new Table(
        "Decisions on one comparison of each person, the first two images, each model at its own"
            + " threshold; McNemar's test, exact and mid-p, two-sided. No part of the verdict: a"
            + " difference may be certain and too small to matter.",
        List.of(
            "pair", "FMR", "people", "only from accepts", "only to accepts", "exact p", "mid-p"),
        certificate.findings().gates().stream()
            .flatMap(gate -> gate.decisions().stream().map(d -> cells(gate, d)))
            .toList());
  }

  private static List<String> cells(CompressionGate gate, Decisions decisions) {
    return List.of(
        pair(gate),
        Numbers.place(decisions.fmr()),
        Numbers.count(decisions.comparisons()),
        Numbers.count(decisions.accepted().onlyFirst()),
        Numbers.count(decisions.accepted().onlySecond()),
        probability(decisions.accepted().exact()),
        probability(decisions.accepted().midP()));
  }

  private static String probability(double p) {
    return p < 1e-3 ? Numbers.place(p) : String.format(Locale.ROOT, "%.3f", p);
  }

  private Table compatibility() {
    return new Table(
        "Compatibility: probes of one model search a gallery that the other enrolled. Differences"
            + " in percentage points with paired 95 % intervals: to the probes' model with a gallery"
            + " of its own, which enrolling anew would give and which decides, and to the gallery's"
            + " model with probes of its own, which was before. Across models a threshold of their"
            + " own is needed.",
        List.of(
            "gallery",
            "probes",
            "figure",
            "rate",
            "to enrolling anew",
            "to before",
            "threshold",
            "verdict"),
        certificate.findings().compatibility().stream().flatMap(CertificatePage::ways).toList());
  }

  private static Stream<List<String>> ways(Compatibility way) {
    if (!way.comparable()) {
      return Stream.of(
          List.of(
              way.gallery(),
              way.probes(),
              "not comparable: %d and %d numbers"
                  .formatted(way.dimensions().get(0), way.dimensions().get(1)),
              Numbers.NONE,
              Numbers.NONE,
              Numbers.NONE,
              Numbers.NONE,
              "re-enrol"));
    }
    return way.rows().stream()
        .map(
            row ->
                List.of(
                    way.gallery(),
                    way.probes(),
                    row.anew().figure(),
                    Numbers.percent(row.anew().rate()),
                    Numbers.points(row.anew().difference()),
                    Numbers.points(row.before()),
                    row.point().map(p -> threshold(p.threshold())).orElse(Numbers.NONE),
                    row.anew().passed() ? "passed" : "failed"));
  }

  static String threshold(double threshold) {
    return String.format(Locale.ROOT, "%.4f", threshold);
  }

  private Table points() {
    return new Table(
        "Operating points: accept at the threshold and above; of comparisons it is the lowest score"
            + " of one person's pair that keeps to the rate. Error rates in percent with 95 %"
            + " intervals at that threshold: FMR over comparisons of two people, who may share a"
            + " person (dyadic sandwich variance); FPIR by Wilson; FNMR and FNIR over comparisons and"
            + " searches, people resampled. Searches run through the first images of all probe"
            + " people. A rate stands here if at least 30 false alarms are expected (rule of 30).",
        List.of(
            "model",
            "at",
            "threshold",
            "false alarms",
            "misses",
            "comparisons of two people",
            "of one person"),
        certificate.findings().points().stream()
            .flatMap(model -> model.points().stream().map(point -> cells(model, point)))
            .toList());
  }

  private static List<String> cells(OperatingPoints model, OperatingPoints.Point point) {
    return List.of(
        model.model(),
        point.task().falseAlarm() + " " + Numbers.place(point.point().rate()),
        threshold(point.point().threshold()),
        CertificatePlots.rate(point.falseAlarm()),
        Numbers.percent(point.miss()),
        Numbers.count(point.point().nonMated()),
        Numbers.count(point.point().mated()));
  }

  /** The same for both models: it depends on the data alone. */
  private Optional<Table> unsupported() {
    List<List<String>> rows =
        certificate.findings().points().get(0).unsupported().stream()
            .map(
                left ->
                    List.of(
                        left.task().falseAlarm() + " " + Numbers.place(left.rate()),
                        Numbers.count(left.trials()),
                        Numbers.count(left.needed())))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                "Left out: rates that these data say too little about.",
                List.of("rate", "trials there are", "trials needed"),
                rows));
  }

  private Table models() {
    return new Table(
        "The models, by digest, and whether training saw these people.",
        List.of("model", "people new to it", "sha256", "card"),
        certificate.models().stream()
            .map(
                model ->
                    List.of(
                        model.file().name(),
                        model.training().state().words(),
                        model.file().sha256(),
                        model.file().card().orElse(Numbers.NONE)))
            .toList());
  }
}
