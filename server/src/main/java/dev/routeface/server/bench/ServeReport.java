package dev.routeface.server.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bench of the service found.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param subject what was served, and what it was asked
 * @param findings rates, times, memory, and what was promised of them
 */
public record ServeReport(Origin origin, Machine machine, Subject subject, List<Finding> findings) {
  /**
   * What was served, and what it was asked.
   *
   * @param model its name
   * @param pixels side of the aligned faces
   * @param dimension floats of an embedding
   * @param clients that asked one image at a time
   * @param seconds length of a turn
   * @param overloadSeconds length of the overload
   * @param enrolments faces that were enrolled in bulk, each way
   */
  public record Subject(
      String model,
      int pixels,
      int dimension,
      int clients,
      double seconds,
      double overloadSeconds,
      int enrolments) {
    private static Subject of(Fields fields) {
      return new Subject(
          fields.text("model"),
          fields.integer("pixels", 1, Integer.MAX_VALUE),
          fields.integer("dimension", 1, Integer.MAX_VALUE),
          fields.integer("clients", 1, Integer.MAX_VALUE),
          fields.number("seconds", 0, 1e9),
          fields.number("overloadSeconds", 0, 1e9),
          fields.integer("enrolments", 1, Integer.MAX_VALUE));
    }

    private ObjectNode toJson() {
      return Fields.object()
          .put("model", model)
          .put("pixels", pixels)
          .put("dimension", dimension)
          .put("clients", clients)
          .put("seconds", seconds)
          .put("overloadSeconds", overloadSeconds)
          .put("enrolments", enrolments);
    }

    private String summary() {
      return "%s, JPEG of %d pixels, %d floats; turns of %s s, overload of %s s, %,d enrolments"
          .formatted(
              model,
              pixels,
              dimension,
              Finding.shown(seconds),
              Finding.shown(overloadSeconds),
              enrolments);
    }
  }

  public ServeReport {
    findings = List.copyOf(findings);
  }

  /** What a reader of the figures has to be warned of. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(machine.warnings());
    warnings.add(
        "%d clients and the service shared %d cores: what clients took, the service had not"
            .formatted(subject.clients, machine.cores()));
    return warnings;
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(machine.summary());
    lines.add(subject.summary());
    warnings().forEach(warning -> lines.add("WARNING: " + warning));
    lines.add("");
    lines.add("  %-52s %9s %9s %9s   %s".formatted("finding", "median", "least", "most", "goal"));
    findings.forEach(finding -> lines.add(finding.line()));
    return lines;
  }

  /** Reads the form that {@link #toJson} writes. */
  public static ServeReport of(Fields fields) {
    return new ServeReport(
        new Origin(fields.text("command"), fields.text("revision")),
        fields.object("machine", Machine::of),
        fields.object("subject", Subject::of),
        fields.objects("findings", Finding::of));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    json.set("subject", subject.toJson());
    findings.forEach(finding -> json.withArray("findings").add(finding.toJson()));
    return json;
  }
}
