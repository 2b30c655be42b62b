package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * Whether a model may replace another. It passes if every figure does: each is tested at the full
 * level, since all must hold (an intersection-union test, Berger 1982), and more figures never make
 * it easier.
 *
 * @param from name of the model replaced
 * @param to name of the model that replaces it
 * @param checks rank-1 and TAR
 * @param decisions told beside the checks, and no part of the verdict: a difference may be certain
 *     and too small to matter
 */
record CompressionGate(String from, String to, List<Check> checks, List<Decisions> decisions) {
  static CompressionGate of(
      JudgedModel from, JudgedModel to, HeldOutPeople people, Conditions conditions) {
    long pairs = from.verification().counts().impostors();
    return new CompressionGate(
        from.name(),
        to.name(),
        Check.all(from.verification(), to.verification(), conditions),
        conditions.fmrs().stream()
            .filter(fmr -> Conditions.supports(pairs, fmr))
            .map(fmr -> Decisions.of(fmr, people, from, to))
            .toList());
  }

  boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }

  /** Figures that failed. */
  List<String> failures() {
    return checks.stream().filter(check -> !check.passed()).map(Check::figure).toList();
  }

  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("from", from).put("to", to).put("passed", passed());
    checks.forEach(check -> json.withArray("checks").add(check.toJson()));
    decisions.forEach(decision -> json.withArray("decisions").add(decision.toJson()));
    return json;
  }
}
