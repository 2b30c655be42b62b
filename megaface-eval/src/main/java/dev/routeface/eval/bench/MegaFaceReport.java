package dev.routeface.eval.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.train.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bench of whole experiments found.
 *
 * @param origin command and revision
 * @param machine what it ran on
 * @param subject what was judged
 * @param findings times, memory, and what was promised of them
 */
public record MegaFaceReport(
    Origin origin, Machine machine, String subject, List<Finding> findings) {
  public MegaFaceReport {
    findings = List.copyOf(findings);
  }

  /** The lines of a table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>(List.of(machine.summary(), subject, ""));
    lines.add("  %-52s %9s %9s %9s   %s".formatted("finding", "median", "least", "most", "goal"));
    findings.forEach(finding -> lines.add(finding.line()));
    return lines;
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("command", origin.command()).put("revision", origin.revision());
    json.set("machine", machine.toJson());
    json.put("subject", subject);
    findings.forEach(finding -> json.withArray("findings").add(finding.toJson()));
    return json;
  }
}
