package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.Cmc;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the open set found about one model.
 *
 * @param protocol kind and digests of the data
 * @param counts how much was compared
 * @param rank1 by ascending number of distractors
 * @param tar in the order asked for
 * @param curves for plots
 */
public record OpenSetResult(
    String protocol, Counts counts, List<AtSize> rank1, List<AtFar> tar, Curves curves)
    implements Result {
  static final String KIND = "open-set";

  /**
   * How much was compared.
   *
   * @param probes probe images
   * @param identities probe identities with two images or more
   * @param mateless probe identities with one image: impostors only
   * @param distractors distractor images
   * @param impostors impostor pairs
   */
  public record Counts(int probes, int identities, int mateless, int distractors, long impostors) {
    ObjectNode toJson() {
      return Fields.object()
          .put("probes", probes)
          .put("identities", identities)
          .put("mateless", mateless)
          .put("distractors", distractors)
          .put("impostors", impostors);
    }

    static Counts of(Fields fields) {
      return new Counts(
          fields.integer("probes", 2, Integer.MAX_VALUE),
          fields.integer("identities", 1, Integer.MAX_VALUE),
          fields.integer("mateless", 0, Integer.MAX_VALUE),
          fields.integer("distractors", 1, Integer.MAX_VALUE),
          fields.wholeLong("impostors", 1, Long.MAX_VALUE));
    }
  }

  /**
   * Rank-1 identification against some distractors.
   *
   * @param distractors gallery size without the mate
   * @param hits expected searches won, over all ordered pairs
   */
  public record AtSize(int distractors, PerIdentity hits) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("distractors", distractors);
      json.set("hits", hits.toJson());
      return json;
    }

    static AtSize of(Fields fields) {
      return new AtSize(
          fields.integer("distractors", 1, Integer.MAX_VALUE),
          fields.object("hits", PerIdentity::of));
    }
  }

  /**
   * Verification at one operating point.
   *
   * @param point threshold and rates
   * @param accepted genuine pairs accepted there
   */
  public record AtFar(OperatingPoint point, PerIdentity accepted) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("point", point.toJson());
      json.set("accepted", accepted.toJson());
      return json;
    }

    static AtFar of(Fields fields) {
      return new AtFar(
          fields.object("point", OperatingPoint::of), fields.object("accepted", PerIdentity::of));
    }
  }

  /**
   * The curves that plots show.
   *
   * @param cmc against all distractors
   * @param roc by descending false accept rate
   */
  public record Curves(Cmc cmc, List<OperatingPoint> roc) {
    public Curves {
      roc = List.copyOf(roc);
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("cmc", cmc.toJson());
      roc.forEach(point -> json.withArray("roc").add(point.toJson()));
      return json;
    }

    static Curves of(Fields fields) {
      return new Curves(fields.object("cmc", Cmc::of), fields.objects("roc", OperatingPoint::of));
    }
  }

  public OpenSetResult {
    rank1 = List.copyOf(rank1);
    tar = List.copyOf(tar);
  }

  @Override
  public String set() {
    return "open set";
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return List.of();
  }

  @Override
  public List<Measure> measures() {
    return Stream.concat(
            rank1.stream().map(at -> new Measure("rank-1 @ " + at.distractors(), at.hits(), true)),
            tar.stream()
                .map(
                    at ->
                        new Measure(
                            "TAR @ FAR " + Measure.rate(at.point().far()),
                            at.accepted(),
                            at.point().supported())))
        .toList();
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol);
    json.set("counts", counts.toJson());
    rank1.forEach(at -> json.withArray("rank1").add(at.toJson()));
    tar.forEach(at -> json.withArray("tar").add(at.toJson()));
    json.set("curves", curves.toJson());
    return json;
  }

  static OpenSetResult of(Fields fields) {
    return new OpenSetResult(
        fields.text("protocol"),
        fields.object("counts", Counts::of),
        fields.objects("rank1", AtSize::of),
        fields.objects("tar", AtFar::of),
        fields.object("curves", Curves::of));
  }
}
