package dev.routeface.eval.devkit;

import dev.routeface.eval.rank.MateSearch;
import java.util.List;

/**
 * What is the same for every list of distractors.
 *
 * @param ofMates every probe's search for its mates
 * @param positives every unordered pair of one identity
 * @param traditional the searches of the devkit's random galleries
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares these
record Searches(
    Probes probes,
    MateSearch[] ofMates,
    List<Probes.Positive> positives,
    TraditionalCmc traditional) {
  static Searches of(Probes probes) {
    return new Searches(
        probes, Experiment.searches(probes), probes.positives(), new TraditionalCmc(probes));
  }
}
