package dev.routeface.sdk.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an embedding bench found.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param rows one per embedder and batch size
 * @param findings ratios of these and further figures, with what was promised
 */
public record EmbeddingReport(
    Origin origin, Machine machine, List<Row> rows, List<Finding> findings) {
  /**
   * One embedder at one batch size.
   *
   * @param embedder its name
   * @param batch images per call
   * @param imagesPerSecond one rate per round, at least one
   */
  public record Row(String embedder, int batch, List<Double> imagesPerSecond) {
    public Row {
      imagesPerSecond = List.copyOf(imagesPerSecond);
    }

    private Finding rate() {
      return new Finding(
          "%s, batch %d".formatted(embedder, batch), imagesPerSecond, Optional.empty());
    }

    private static Row of(Fields fields) {
      return new Row(
          fields.text("embedder"),
          fields.integer("batch", 1, 1_000_000),
          fields.numbers("imagesPerSecond", 0, 1e9));
    }

    private ObjectNode toJson() {
      ObjectNode json = Fields.object().put("embedder", embedder).put("batch", batch);
      imagesPerSecond.forEach(json.putArray("imagesPerSecond")::add);
      return json;
    }
  }

  public EmbeddingReport {
    rows = List.copyOf(rows);
    findings = List.copyOf(findings);
  }

  /** The same rows, and what follows from them. */
  public EmbeddingReport with(List<Finding> found) {
    return new EmbeddingReport(origin, machine, rows, found);
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.summary());
    lines.add("");
    lines.add("  %-52s %9s %9s %9s".formatted("images/s", "median", "least", "most"));
    rows.forEach(row -> lines.add(row.rate().line()));
    if (!findings.isEmpty()) {
      lines.add("");
      findings.forEach(finding -> lines.add(finding.line()));
    }
    return lines;
  }

  /** Reads the form that {@link #toJson} writes. */
  public static EmbeddingReport of(Fields fields) {
    return new EmbeddingReport(
        new Origin(fields.text("command"), fields.text("revision")),
        fields.object("machine", Machine::of),
        fields.objects("rows", Row::of),
        fields.objects("findings", Finding::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    rows.forEach(row -> json.withArray("rows").add(row.toJson()));
    json.putArray("findings");
    findings.forEach(finding -> json.withArray("findings").add(finding.toJson()));
    return json;
  }
}
