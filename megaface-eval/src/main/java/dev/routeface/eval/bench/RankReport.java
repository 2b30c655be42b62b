package dev.routeface.eval.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Finding.Goal;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a rank bench found.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param subject what was searched for, and in
 * @param rows one for every way and size
 * @param energies of the distractors, by number of directions
 * @param findings ratios in the largest gallery, with what was promised
 */
public record RankReport(
    Origin origin,
    Machine machine,
    Subject subject,
    List<Row> rows,
    List<Energy> energies,
    List<Finding> findings) {

  /**
   * What was searched for, and in.
   *
   * @param kernel its name
   * @param faces where they come from
   * @param real whether they are embeddings of faces
   */
  public record Subject(String kernel, String faces, boolean real, int probes, int dimension) {
    private static Subject of(Fields fields) {
      return new Subject(
          fields.text("kernel"),
          fields.text("faces"),
          fields.flag("real"),
          fields.integer("probes", 1, Integer.MAX_VALUE),
          fields.integer("dimension", 1, Integer.MAX_VALUE));
    }

    private ObjectNode toJson() {
      return Fields.object()
          .put("kernel", kernel)
          .put("faces", faces)
          .put("real", real)
          .put("probes", probes)
          .put("dimension", dimension);
    }
  }

  /**
   * One way in a gallery of one size.
   *
   * @param directions that bounds were made of; 0 if there were none
   * @param seconds one search of all probes, once per round
   */
  public record Row(Way way, int distractors, int directions, List<Double> seconds) {
    Row directed(int found) {
      return new Row(way, distractors, found, seconds);
    }

    private double median() {
      return new Finding(way.title(), seconds, Optional.empty()).median();
    }

    private static Row of(Fields fields) {
      String[] keys = Arrays.stream(Way.values()).map(Way::key).toArray(String[]::new);
      String key = fields.choice("way", keys);
      return new Row(
          Way.values()[Arrays.asList(keys).indexOf(key)],
          fields.integer("distractors", 1, Integer.MAX_VALUE),
          fields.integer("directions", 0, Integer.MAX_VALUE),
          fields.numbers("seconds", 0, 1e9));
    }

    private ObjectNode toJson() {
      ObjectNode json = Fields.object().put("way", way.key());
      json.put("distractors", distractors).put("directions", directions);
      seconds.forEach(json.putArray("seconds")::add);
      return json;
    }
  }

  /**
   * How much lies along the first directions.
   *
   * @param share of the energy, 0 to 1
   * @param survivors share of pairs that bounds leave at the floors 0.2, 0.3 and 0.4
   */
  public record Energy(int directions, double share, List<Double> survivors) {
    private static Energy of(Fields fields) {
      return new Energy(
          fields.integer("directions", 0, Integer.MAX_VALUE),
          fields.number("share", 0, 1.001),
          fields.numbers("survivors", 0, 1));
    }

    private ObjectNode toJson() {
      ObjectNode json = Fields.object().put("directions", directions).put("share", share);
      survivors.forEach(json.putArray("survivors")::add);
      return json;
    }
  }

  public RankReport {
    rows = List.copyOf(rows);
    energies = List.copyOf(energies);
    findings = List.copyOf(findings);
  }

  /** Draws the conclusions, from the largest gallery. */
  static List<Finding> findings(List<Row> rows, List<Double> products, Faces faces) {
    int size = faces.distractors().size();
    List<Double> brute = seconds(rows, Way.BRUTE_FORCE, size);
    double work = 2e-9 * faces.probes().size() * size * faces.probes().dimension();
    List<Double> rates = brute.stream().map(seconds -> work / seconds).toList();
    return List.of(
        new Finding("the engine's product alone, GFLOP/s", products, Optional.empty()),
        new Finding("kernel, brute force, GFLOP/s", rates, Optional.empty()),
        new Finding("kernel / product alone", ratios(rates, products), goal(1)),
        new Finding(
            "product, counted / brute force",
            ratios(seconds(rows, Way.ENGINE, size), brute),
            goal(2)),
        new Finding(
            "brute force / with bounds",
            ratios(brute, seconds(rows, Way.BOUNDED, size)),
            faces.real() ? goal(faces.probes().dimension() >= 512 ? 3 : 1.5) : Optional.empty()));
  }

  private static Optional<Goal> goal(double bound) {
    return Optional.of(new Goal.AtLeast(bound));
  }

  private static List<Double> seconds(List<Row> rows, Way way, int size) {
    return rows.stream()
        .filter(row -> row.way() == way && row.distractors() == size)
        .findFirst()
        .orElseThrow()
        .seconds();
  }

  private static List<Double> ratios(List<Double> above, List<Double> below) {
    return IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList();
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.summary());
    lines.add(
        "%d probes, %d dimensions; %s; %s"
            .formatted(subject.probes, subject.dimension, subject.faces, subject.kernel));
    lines.add("");
    lines.add(
        "  %-34s %11s %9s %12s %11s   %s"
            .formatted("way", "distractors", "seconds", "us/distract.", "directions", "by round"));
    rows.forEach(row -> lines.add(line(row)));
    lines.add("");
    lines.add(
        "  %-11s %9s   survivors at %s".formatted("directions", "energy", RankBench.floors()));
    energies.forEach(energy -> lines.add(line(energy)));
    lines.add("");
    lines.add("  %-52s %9s %9s %9s   %s".formatted("finding", "median", "least", "most", "goal"));
    findings.forEach(finding -> lines.add(finding.line()));
    return lines;
  }

  private static String line(Row row) {
    return "  %-34s %,11d %9s %12s %11s   %s"
        .formatted(
            row.way.title(),
            row.distractors,
            Finding.shown(row.median()),
            Finding.shown(1e6 * row.median() / row.distractors),
            row.directions == 0 ? "" : row.directions,
            String.join(" ", row.seconds.stream().map(Finding::shown).toList()));
  }

  private static String line(Energy energy) {
    return "  %-11d %8.2f%%   %s"
        .formatted(
            energy.directions,
            100 * energy.share,
            String.join(
                " ", energy.survivors.stream().map(s -> "%7.3f%%".formatted(100 * s)).toList()));
  }

  /** Reads the form that {@link #toJson} writes. */
  public static RankReport of(Fields fields) {
    return new RankReport(
        new Origin(fields.text("command"), fields.text("revision")),
        fields.object("machine", Machine::of),
        fields.object("subject", Subject::of),
        fields.objects("rows", Row::of),
        fields.objects("energies", Energy::of),
        fields.objects("findings", Finding::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    json.set("subject", subject.toJson());
    rows.forEach(row -> json.withArray("rows").add(row.toJson()));
    energies.forEach(energy -> json.withArray("energies").add(energy.toJson()));
    findings.forEach(finding -> json.withArray("findings").add(finding.toJson()));
    return json;
  }
}
