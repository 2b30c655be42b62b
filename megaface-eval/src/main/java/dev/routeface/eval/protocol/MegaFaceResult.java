package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.metric.Cmc;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PerIdentity;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.Fields;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a MegaFace experiment found, exactly and person by person: nothing is read off a thinned
 * curve.
 *
 * @param protocol kind, digests of the lists and the score
 * @param set what readers call the data
 * @param rank1 by list
 * @param tpr by list, negatives and rate
 * @param curves of the last list with the most distractors
 */
public record MegaFaceResult(
    String protocol, String set, List<AtList> rank1, List<AtRate> tpr, Curves curves)
    implements Result {
  static final String KIND = "megaface";

  /** Rates that true positives are reported at. */
  private static final List<Double> RATES = List.of(1e-4, 1e-5, 1e-6);

  /** Points of a receiver operating characteristic per decade. */
  private static final int PER_DECADE = 4;

  /** What was found for one list, called by its size and, where there are several, its set. */
  public record Found(String list, Identification identification) {}

  /**
   * Rank-1 identification.
   *
   * @param list its name
   * @param distractors in it
   * @param hits searches won, over all ordered pairs
   */
  public record AtList(String list, int distractors, PerIdentity hits) {
    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("list", list).put("distractors", distractors);
      json.set("hits", hits.toJson());
      return json;
    }

    static AtList of(Fields fields) {
      return new AtList(
          fields.text("list"),
          fields.integer("distractors", 1, Integer.MAX_VALUE),
          fields.object("hits", PerIdentity::of));
    }
  }

  /**
   * Verification at one rate.
   *
   * @param list its name
   * @param devkit whether the negatives are the devkit's, the distractors of its first 100 probes,
   *     or those of all probes
   * @param fpr false positive rate asked for
   * @param negatives how many there are
   * @param accepted pairs of one identity accepted there
   */
  public record AtRate(
      String list, boolean devkit, double fpr, long negatives, PerIdentity accepted) {
    /** As in {@link dev.routeface.eval.metric.OperatingPoint}: fewer than 10 say little. */
    boolean supported() {
      return fpr * negatives >= 10;
    }

    ObjectNode toJson() {
      ObjectNode json =
          Fields.object()
              .put("list", list)
              .put("devkit", devkit)
              .put("fpr", fpr)
              .put("negatives", negatives);
      json.set("accepted", accepted.toJson());
      return json;
    }

    static AtRate of(Fields fields) {
      return new AtRate(
          fields.text("list"),
          fields.flag("devkit"),
          fields.number("fpr", 0, 1),
          fields.wholeLong("negatives", 1, Long.MAX_VALUE),
          fields.object("accepted", PerIdentity::of));
    }
  }

  /** A point of a curve, both rates from 0 to 1. */
  public record RocPoint(double fpr, double tpr) {
    static RocPoint of(Fields fields) {
      return new RocPoint(fields.number("fpr", 0, 1), fields.number("tpr", 0, 1));
    }
  }

  /**
   * The curves that plots show.
   *
   * @param cmc against all distractors of the list
   * @param roc against the devkit's negatives, not thinned
   */
  public record Curves(Cmc cmc, List<RocPoint> roc) {
    public Curves {
      roc = List.copyOf(roc);
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object();
      json.set("cmc", cmc.toJson());
      roc.forEach(
          point ->
              json.withArray("roc").addObject().put("fpr", point.fpr()).put("tpr", point.tpr()));
      return json;
    }

    static Curves of(Fields fields) {
      return new Curves(fields.object("cmc", Cmc::of), fields.objects("roc", RocPoint::of));
    }
  }

  public MegaFaceResult {
    rank1 = List.copyOf(rank1);
    tpr = List.copyOf(tpr);
  }

  /** Takes the figures together. */
  public static MegaFaceResult of(String protocol, String set, List<Found> lists) {
    List<AtList> rank1 = new ArrayList<>();
    List<AtRate> tpr = new ArrayList<>();
    Identification largest = lists.get(0).identification();
    for (Found found : lists) {
      Identification one = found.identification();
      rank1.add(new AtList(found.list(), one.distractors(), hits(one)));
      for (double rate : RATES) {
        tpr.add(accepted(found, true, rate));
        tpr.add(accepted(found, false, rate));
      }
      largest = one.distractors() >= largest.distractors() ? one : largest;
    }
    return new MegaFaceResult(protocol, set, rank1, tpr, curves(largest));
  }

  /** Name of the list that the curves are of. */
  public String curvesList() {
    return rank1.stream()
        .reduce((one, other) -> other.distractors() >= one.distractors() ? other : one)
        .map(AtList::list)
        .orElseThrow();
  }

  /** Name of the list that the measured true positive rates are of: the last one. */
  public String ratesList() {
    return rank1.get(rank1.size() - 1).list();
  }

  private static int identities(Identification found) {
    return 1 + found.positives().stream().mapToInt(Probes.Positive::identity).max().orElse(0);
  }

  private static PerIdentity hits(Identification found) {
    PerIdentity.Tally tally = new PerIdentity.Tally(identities(found));
    found.pairs().forEach(pair -> tally.add(pair.identity(), pair.rank() == 0 ? 1 : 0));
    return tally.done();
  }

  private static AtRate accepted(Found found, boolean devkit, double rate) {
    Identification one = found.identification();
    Identification.Threshold negatives = devkit ? one.first() : one.all();
    float threshold = negatives.at(rate);
    PerIdentity.Tally tally = new PerIdentity.Tally(identities(one));
    one.positives().forEach(pair -> tally.add(pair.identity(), pair.score() >= threshold ? 1 : 0));
    return new AtRate(found.list(), devkit, rate, negatives.negatives(), tally.done());
  }

  private static Curves curves(Identification found) {
    List<RocPoint> roc = new ArrayList<>();
    long negatives = found.verification().negatives();
    int steps = (int) Math.floor(PER_DECADE * Math.log10(negatives));
    for (int step = steps; step >= 0; step--) {
      double fpr = Math.pow(10, -(double) step / PER_DECADE);
      roc.add(new RocPoint(fpr, found.verification().tprAt(fpr)));
    }
    Cmc cmc = Cmc.of(new ExactRanks(found.distractors(), identities(found), found.pairs()));
    return new Curves(cmc, roc);
  }

  /** Rank-1 on every list; true positive rates on the last one, which their names say. */
  @Override
  public List<Measure> measures() {
    String last = ratesList();
    return Stream.concat(
            rank1.stream().map(at -> new Measure("rank-1 @ " + at.list(), at.hits(), true)),
            tpr.stream()
                .filter(at -> at.list().equals(last))
                .map(at -> new Measure(name(at), at.accepted(), at.supported())))
        .toList();
  }

  private static String name(AtRate at) {
    DecimalFormat format =
        new DecimalFormat("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    String rate = format.format(at.fpr()).replace('E', 'e');
    return "TPR @ FPR %s @ %s%s".formatted(rate, at.list(), at.devkit() ? ", 100 probes" : "");
  }

  @Override
  public List<ErrorRates> tradeoffs() {
    return List.of();
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("kind", KIND).put("protocol", protocol).put("set", set);
    rank1.forEach(at -> json.withArray("rank1").add(at.toJson()));
    tpr.forEach(at -> json.withArray("tpr").add(at.toJson()));
    json.set("curves", curves.toJson());
    return json;
  }

  static MegaFaceResult of(Fields fields) {
    return new MegaFaceResult(
        fields.text("protocol"),
        fields.text("set"),
        fields.objects("rank1", AtList::of),
        fields.objects("tpr", AtRate::of),
        fields.object("curves", Curves::of));
  }
}
