package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.Det;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.eval.metric.PairAccuracy;
import dev.routeface.eval.metric.ScoreHistogram;
import dev.routeface.eval.metric.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The same verification for several groups of people, as RFW has it (Wang et al., "Racial Faces in
 * the Wild", ICCV 2019): accuracy of each group by its own folds. And as NIST and ISO/IEC 19795-10
 * have it: one threshold for everybody, and each group's FMR and FNMR there.
 *
 * <p>The global threshold is the lowest at which at most the share {@code fmr} of the pairs of two
 * people of all groups together is accepted; a group with more pairs weighs more in it.
 *
 * @param groups at least two, of different names
 * @param fmr global false match rate, above 0 and at most 1
 */
public record GroupErrors(List<LabelledPairs> groups, double fmr) implements Protocol {
  public GroupErrors {
    groups = List.copyOf(groups);
    Protocol.requireRates("a global false match rate", List.of(fmr));
    if (groups.stream().map(LabelledPairs::name).distinct().count() < Math.max(2, groups.size())) {
      throw new IllegalArgumentException(
          "expected at least 2 groups of different names, found "
              + groups.stream().map(LabelledPairs::name).toList());
    }
  }

  @Override
  public GroupResult judge(FaceEmbedder embedder) {
    List<LabelledPairs.Scored> scored =
        groups.stream().map(group -> group.scored(embedder)).toList();
    Det global =
        Det.of(
            Trials.pooled(scored.stream().map(LabelledPairs.Scored::mated).toList()),
            Trials.pooled(scored.stream().map(LabelledPairs.Scored::nonMated).toList()));
    double threshold = global.threshold(fmr);
    List<GroupResult.Group> results = new ArrayList<>();
    for (int n = 0; n < groups.size(); n++) {
      results.add(group(groups.get(n), scored.get(n), threshold));
    }
    return new GroupResult(protocol(), global.at(fmr), results);
  }

  private String protocol() {
    return groups.stream()
        .map(group -> group.name() + " " + group.digest())
        .collect(Collectors.joining("; ", "groups ", ""));
  }

  private GroupResult.Group group(
      LabelledPairs pairs, LabelledPairs.Scored scored, double threshold) {
    PairAccuracy accuracy = PairAccuracy.of(scored.distances());
    Det det = Det.of(scored.mated(), scored.nonMated());
    return new GroupResult.Group(
        accuracy,
        pairs.right(scored.distances(), accuracy),
        scored.nonMated().reaching(threshold),
        new ErrorRates(
            ErrorRates.Task.VERIFICATION,
            pairs.name(),
            List.of(new ErrorRates.AtRate(det.at(fmr, threshold), scored.mated().below(threshold))),
            det.curve(),
            ScoreHistogram.of(scored.mated(), scored.nonMated())));
  }
}
