package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PairAccuracy;
import java.util.List;

/**
 * Verification on labelled pairs: accuracy by folds as LFW's view 2 has it ({@link PairAccuracy}),
 * and FNMR at FMR over the pairs of all folds.
 *
 * @param pairs the pairs
 * @param fmrs false match rates to report FNMR at, each above 0 and at most 1
 */
public record PairSet(LabelledPairs pairs, List<Double> fmrs) implements Protocol {
  public PairSet {
    fmrs = List.copyOf(fmrs);
    Protocol.requireRates("false match rates", fmrs);
  }

  @Override
  public PairResult judge(FaceEmbedder embedder) {
    LabelledPairs.Scored scored = pairs.scored(embedder);
    PairAccuracy accuracy = PairAccuracy.of(scored.distances());
    return new PairResult(
        "pairs " + pairs.digest(),
        accuracy,
        pairs.right(scored.distances(), accuracy),
        ErrorRates.of(
            ErrorRates.Task.VERIFICATION, pairs.name(), scored.mated(), scored.nonMated(), fmrs));
  }
}
