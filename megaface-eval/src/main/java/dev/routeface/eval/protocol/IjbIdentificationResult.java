package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * What searches with templates found about one model.
 *
 * @param protocol kind and digests of the data, and the fusion
 * @param failedTemplates templates of which every image failed
 * @param hits by rank, both galleries as one
 * @param recalls above the threshold of pooled negatives, both galleries as one
 * @param errors FNIR at FPIR, each gallery alone
 */
public record IjbIdentificationResult(
    String protocol, int failedTemplates, List<Hits> hits, List<Recall> recalls, ErrorRates errors)
    implements Result {
  static final String KIND = "ijb-1:N";

  /**
   * Mates among the best.
   *
   * @param rank R
   * @param found searches whose mate is among the best R, subject by subject
   */
  public record Hits(int rank, PerIdentity found) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("rank", rank);
      json.set("found", found.toJson());
      return json;
    }

    static Hits of(Fields fields) {
      return new Hits(
          fields.integer("rank", 1, Integer.MAX_VALUE), fields.object("found", PerIdentity::of));
    }
  }

  /**
   * Mates above the threshold of pooled negatives.
   *
   * @param rate false positives per probe, of all probes in one pool
   * @param threshold a cosine
   * @param found searches whose mate scores strictly above it, subject by subject
   */
  public record Recall(double rate, double threshold, PerIdentity found) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("rate", rate).put("threshold", threshold);
      json.set("found", found.toJson());
      return json;
    }

    static Recall of(Fields fields) {
      return new Recall(
          fields.number("rate", 0, 1),
          fields.number("threshold", -2, 2),
          fields.object("found", PerIdentity::of));
    }
  }

  public IjbIdentificationResult {
    hits = List.copyOf(hits);
    recalls = List.copyOf(recalls);
  }

  @Override
  public String set() {
    return errors.set();
  }

  @Override
  public List<Measure> measures() {
    Stream<Measure> found =
        hits.stream().map(at -> new Measure(set() + ": top-" + at.rank(), at.found(), true));
    Stream<Measure> recalled =
        recalls.stream()
            .map(
                at ->
                    new Measure(
                        "%s: recall @ pooled rate %s".formatted(set(), Measure.rate(at.rate())),
                        at.found(),
                        true));
    return Stream.of(found, recalled, Measure.of(errors).stream()).flatMap(part -> part).toList();
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
    hits.forEach(at -> json.withArray("hits").add(at.toJson()));
    recalls.forEach(at -> json.withArray("recalls").add(at.toJson()));
    json.set("errors", errors.toJson());
    return json;
  }

  static IjbIdentificationResult of(Fields fields) {
    return new IjbIdentificationResult(
        fields.text("protocol"),
        fields.integer("failedTemplates", 0, Integer.MAX_VALUE),
        fields.objects("hits", Hits::of),
        fields.objects("recalls", Recall::of),
        fields.object("errors", ErrorRates::of));
  }
}
