package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * What searches in an enrolled gallery found about one model.
 *
 * @param protocol kind and digests of the data
 * @param counts how much was searched, and what failed
 * @param investigation FNIR(N, R, 0), in the order asked for
 * @param errors FNIR(N, L, T) at FPIR
 */
public record IdentificationResult(
    String protocol, Counts counts, List<AtRank> investigation, ErrorRates errors)
    implements Result {
  static final String KIND = "identification";
  static final String SET = "identification";

  /**
   * Images of one role.
   *
   * @param images all of them
   * @param failures those that could not be read or embedded
   */
  public record Tried(int images, int failures) {
    ObjectNode toJson() {
      return Fields.object().put("images", images).put("failures", failures);
    }

    static Tried of(Fields fields) {
      return new Tried(
          fields.integer("images", 1, Integer.MAX_VALUE),
          fields.integer("failures", 0, Integer.MAX_VALUE));
    }
  }

  /**
   * How much was searched.
   *
   * @param gallery entries; a failure is a failure to enrol
   * @param mated searches; a failure is a failure to acquire
   * @param nonMated searches; a failure is a failure to acquire
   * @param unenrolled mated searches, not failed themselves, for people of whom nothing is enrolled
   */
  public record Counts(Tried gallery, Tried mated, Tried nonMated, int unenrolled) {
    /** N: entries that searches run through. */
    public int enrolled() {
      return gallery.images() - gallery.failures();
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("gallery", gallery.toJson());
      json.set("mated", mated.toJson());
      json.set("nonMated", nonMated.toJson());
      return json.put("unenrolled", unenrolled);
    }

    static Counts of(Fields fields) {
      return new Counts(
          fields.object("gallery", Tried::of),
          fields.object("mated", Tried::of),
          fields.object("nonMated", Tried::of),
          fields.integer("unenrolled", 0, Integer.MAX_VALUE));
    }
  }

  /**
   * Investigation mode.
   *
   * @param rank R
   * @param missed mated searches whose mate is not among the best R, person by person
   */
  public record AtRank(int rank, PerIdentity missed) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("rank", rank);
      json.set("missed", missed.toJson());
      return json;
    }

    static AtRank of(Fields fields) {
      return new AtRank(
          fields.integer("rank", 1, Integer.MAX_VALUE), fields.object("missed", PerIdentity::of));
    }
  }

  public IdentificationResult {
    investigation = List.copyOf(investigation);
  }

  @Override
  public String set() {
    return SET;
  }

  @Override
  public List<Measure> measures() {
    return Stream.concat(
            Measure.of(errors).stream(),
            investigation.stream()
                .map(
                    at ->
                        new Measure(
                            "%s: FNIR(R=%d, T=0)".formatted(SET, at.rank()), at.missed(), true)))
        .toList();
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return List.of(errors);
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol);
    json.set("counts", counts.toJson());
    investigation.forEach(at -> json.withArray("investigation").add(at.toJson()));
    json.set("errors", errors.toJson());
    return json;
  }

  static IdentificationResult of(Fields fields) {
    return new IdentificationResult(
        fields.text("protocol"),
        fields.object("counts", Counts::of),
        fields.objects("investigation", AtRank::of),
        fields.object("errors", ErrorRates::of));
  }
}
