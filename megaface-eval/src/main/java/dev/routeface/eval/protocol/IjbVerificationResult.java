package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.NearestFar;
import dev.routeface.models.io.Fields;
import java.util.List;

/**
 * What comparisons of templates found about one model.
 *
 * @param protocol kind and digests of the data, and the fusion
 * @param failedTemplates templates of which every image failed
 * @param errors FNMR at FMR, exact; the true accept rate is what FNMR leaves
 * @param nearest the same rates as InsightFace reads them
 */
public record IjbVerificationResult(
    String protocol, int failedTemplates, ErrorRates errors, List<NearestFar> nearest)
    implements Result {
  static final String KIND = "ijb-1:1";

  public IjbVerificationResult {
    nearest = List.copyOf(nearest);
  }

  @Override
  public String set() {
    return errors.set();
  }

  /** True accept rates, as IJB's readers expect. */
  @Override
  public List<Measure> measures() {
    return errors.at().stream()
        .map(
            at ->
                new Measure(
                    "%s: TAR @ FAR %s".formatted(set(), Measure.rate(at.point().rate())),
                    at.missed().complement(),
                    at.point().supported()))
        .toList();
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return List.of(errors);
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json =
        Fields.object()
            .put("kind", KIND)
            .put("protocol", protocol)
            .put("failedTemplates", failedTemplates);
    json.set("errors", errors.toJson());
    nearest.forEach(point -> json.withArray("nearest").add(point.toJson()));
    return json;
  }

  static IjbVerificationResult of(Fields fields) {
    return new IjbVerificationResult(
        fields.text("protocol"),
        fields.integer("failedTemplates", 0, Integer.MAX_VALUE),
        fields.object("errors", ErrorRates::of),
        fields.objects("nearest", NearestFar::of));
  }
}
