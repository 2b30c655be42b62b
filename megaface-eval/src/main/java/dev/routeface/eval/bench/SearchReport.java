package dev.routeface.eval.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Finding.Goal;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a search bench found.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param subject what was searched for, and in
 * @param bandwidths bytes per second that could be read, by round; first those of brute force, then
 *     those with bounds
 * @param rows one for every way and batch
 */
public record SearchReport(
    Origin origin, Machine machine, Subject subject, List<Double> bandwidths, List<Row> rows) {
  /** Where goals were set. */
  private static final long PROMISED = 1_000_000L * 512;

  /**
   * What was searched for, and in.
   *
   * @param kernel its name
   * @param faces where they come from
   * @param real whether they are embeddings of faces
   * @param directions that bounds were made of; 0 if there were none
   * @param bounded share of the rows that had bounds
   * @param preparation seconds in which bounds were made
   */
  public record Subject(
      String kernel,
      String faces,
      boolean real,
      int queries,
      int rows,
      int dimension,
      int directions,
      double bounded,
      double preparation) {
    private static Subject of(Fields fields) {
      return new Subject(
          fields.text("kernel"),
          fields.text("faces"),
          fields.flag("real"),
          fields.integer("queries", 1, Integer.MAX_VALUE),
          fields.integer("rows", 1, Integer.MAX_VALUE),
          fields.integer("dimension", 1, Integer.MAX_VALUE),
          fields.integer("directions", 0, Integer.MAX_VALUE),
          fields.number("bounded", 0, 1),
          fields.number("preparation", 0, 1e9));
    }

    private ObjectNode toJson() {
      return Fields.object()
          .put("kernel", kernel)
          .put("faces", faces)
          .put("real", real)
          .put("queries", queries)
          .put("rows", rows)
          .put("dimension", dimension)
          .put("directions", directions)
          .put("bounded", bounded)
          .put("preparation", preparation);
    }

    private long floats() {
      return (long) rows * dimension;
    }
  }

  /**
   * One way with batches of one size.
   *
   * @param batch queries that share a pass
   * @param half milliseconds in which half of the queries were done, by round
   * @param most milliseconds in which 99 of 100 were done, by round
   * @param compared share of the rows that were compared in full, by round
   */
  public record Row(
      Way way, int batch, List<Double> half, List<Double> most, List<Double> compared) {
    static Row empty(Way way, int batch) {
      return new Row(way, batch, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Adds a round, its milliseconds ascending. */
    void add(double[] milliseconds, double share) {
      half.add(quantile(milliseconds, 0.5));
      most.add(quantile(milliseconds, 0.99));
      compared.add(share);
    }

    private static double quantile(double[] sorted, double share) {
      return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static Row of(Fields fields) {
      return new Row(
          fields.choice("way", Way.BRUTE_FORCE.key(), Way.BOUNDED.key()).equals(Way.BOUNDED.key())
              ? Way.BOUNDED
              : Way.BRUTE_FORCE,
          fields.integer("batch", 1, Integer.MAX_VALUE),
          fields.numbers("half", 0, 1e9),
          fields.numbers("most", 0, 1e9),
          fields.numbers("compared", 0, 1));
    }

    private ObjectNode toJson() {
      ObjectNode json = Fields.object().put("way", way.key()).put("batch", batch);
      half.forEach(json.putArray("half")::add);
      most.forEach(json.putArray("most")::add);
      compared.forEach(json.putArray("compared")::add);
      return json;
    }

    private String line() {
      return "  %-28s %5d %9s %9s %11s%%   %s"
          .formatted(
              way.title(),
              batch,
              Finding.shown(median(half)),
              Finding.shown(median(most)),
              String.format(Locale.ROOT, "%.3f", 100 * median(compared)),
              String.join(" ", half.stream().map(Finding::shown).toList()));
    }
  }

  public SearchReport {
    bandwidths = List.copyOf(bandwidths);
    rows = List.copyOf(rows);
  }

  private static double median(List<Double> values) {
    return new Finding("median", values, Optional.empty()).median();
  }

  /** Ratios, with what was promised of a million rows. */
  public List<Finding> findings() {
    boolean promised = subject.floats() >= PROMISED && subject.dimension >= 512;
    return List.of(
        new Finding(
            "reading, GB/s", bandwidths.stream().map(b -> b / 1e9).toList(), Optional.empty()),
        new Finding("reading all rows once, ms", floors(0, bandwidths.size()), Optional.empty()),
        finding("brute force, p50 / reading", Way.BRUTE_FORCE, promised, 1.5),
        finding("with bounds, p50 / reading", Way.BOUNDED, promised && subject.real, 0.5));
  }

  private Finding finding(String name, Way way, boolean promised, double bound) {
    List<Double> half = row(way).half;
    List<Double> floors =
        way == Way.BRUTE_FORCE ? floors(0, half.size()) : floors(half.size(), bandwidths.size());
    return new Finding(
        name,
        IntStream.range(0, half.size()).mapToObj(i -> half.get(i) / floors.get(i)).toList(),
        promised ? Optional.of(new Goal.AtMost(bound)) : Optional.empty());
  }

  /** One query at a time. */
  private Row row(Way way) {
    return rows.stream().filter(row -> row.way == way && row.batch == 1).findFirst().orElseThrow();
  }

  /** Milliseconds that reading all rows takes, by round. */
  private List<Double> floors(int from, int to) {
    return bandwidths.subList(from, to).stream()
        .map(bandwidth -> 1e3 * Float.BYTES * subject.floats() / bandwidth)
        .toList();
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.summary());
    lines.add(
        "%d queries, %,d rows, %d dimensions; %s; %s"
            .formatted(
                subject.queries, subject.rows, subject.dimension, subject.faces, subject.kernel));
    lines.add(
        String.format(
            Locale.ROOT,
            "bounds of %d directions for %.1f%% of the rows, made in %.1f s",
            subject.directions,
            100 * subject.bounded,
            subject.preparation));
    lines.add("");
    lines.add(
        "  %-28s %5s %9s %9s %12s   %s"
            .formatted("way", "batch", "p50, ms", "p99, ms", "compared", "p50 by round"));
    rows.forEach(row -> lines.add(row.line()));
    lines.add("");
    lines.add("  %-52s %9s %9s %9s   %s".formatted("finding", "median", "least", "most", "goal"));
    findings().forEach(finding -> lines.add(finding.line()));
    return lines;
  }

  /** Reads the form that {@link #toJson} writes. */
  public static SearchReport of(Fields fields) {
    return new SearchReport(
        new Origin(fields.text("command"), fields.text("revision")),
        fields.object("machine", Machine::of),
        fields.object("subject", Subject::of),
        fields.numbers("bandwidths", 0, 1e15),
        fields.objects("rows", Row::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    json.set("subject", subject.toJson());
    bandwidths.forEach(json.putArray("bandwidths")::add);
    rows.forEach(row -> json.withArray("rows").add(row.toJson()));
    return json;
  }
}
