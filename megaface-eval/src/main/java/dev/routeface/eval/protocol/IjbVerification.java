package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.NearestFar;
import dev.routeface.eval.metric.Trials;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * IJB-B and IJB-C 1:1: verification of listed pairs of templates by cosine, TAR at FAR over all of
 * them. Two readings: exact, at the lowest threshold that keeps the FAR, and the point of nearest
 * FAR, as InsightFace's scripts print and papers quote ({@link NearestFar}).
 *
 * <p>A pair with a template that failed scores below every threshold. The files name no subjects
 * here, so intervals resample the first templates of pairs; they are somewhat too narrow.
 *
 * @param templates the templates
 * @param pairs the comparisons, of both kinds, all of {@code templates}
 * @param fars false accept rates, each above 0 and at most 1; 1e-6 to 1e-1 are usual
 */
public record IjbVerification(Templates templates, List<IjbMeta.Pair> pairs, List<Double> fars)
    implements Protocol {
  public IjbVerification {
    pairs = List.copyOf(pairs);
    fars = List.copyOf(fars);
    Protocol.requireRates("false accept rates", fars);
    long same = pairs.stream().filter(IjbMeta.Pair::same).count();
    if (same == 0 || same == pairs.size()) {
      throw new BadDataException(
          "expected pairs of one person and of two, found %d of %d of one"
              .formatted(same, pairs.size()));
    }
    templates.requireAll(
        pairs.stream().flatMapToInt(pair -> IntStream.of(pair.first(), pair.second())));
  }

  @Override
  public IjbVerificationResult judge(FaceEmbedder embedder) {
    Templates.Fused fused = templates.fuse(embedder);
    Trials mated = trials(fused, IjbMeta.Pair::same);
    Trials nonMated = trials(fused, pair -> !pair.same());
    return new IjbVerificationResult(
        "ijb 1:1 %s pairs %s"
            .formatted(
                templates.digest(), Sha256.ofLines(pairs.stream().map(IjbMeta.Pair::toString))),
        fused.raw().failures(),
        ErrorRates.of(
            ErrorRates.Task.VERIFICATION, templates.set() + " 1:1", mated, nonMated, fars),
        NearestFar.of(mated, nonMated, fars));
  }

  private Trials trials(Templates.Fused fused, Predicate<IjbMeta.Pair> kind) {
    RawEmbeddings raw = fused.raw();
    int[] embedded = raw.embedded();
    UnitVectors vectors = raw.unit(embedded);
    int[] row = new int[raw.size()];
    IntStream.range(0, embedded.length).forEach(n -> row[embedded[n]] = n);
    Map<Integer, Integer> place = fused.place();
    List<IjbMeta.Pair> chosen = pairs.stream().filter(kind).toList();
    float[] scores = new float[chosen.size()];
    int[] whose = new int[chosen.size()];
    for (int n = 0; n < scores.length; n++) {
      int first = place.get(chosen.get(n).first());
      int second = place.get(chosen.get(n).second());
      boolean failed = raw.failed(first) || raw.failed(second);
      scores[n] = failed ? Trials.FAILED : vectors.cosine(row[first], row[second]);
      whose[n] = first;
    }
    return Trials.of(scores, whose);
  }
}
