package dev.routeface.eval.study;

import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.sdk.train.Run;
import java.util.List;
import java.util.Optional;

/**
 * What a study found.
 *
 * @param closed the closed teacher, where the teacher's recipe mimics one
 * @param teacher the teacher whose route was followed
 * @param methods in the order of the study
 */
record Outcome(Optional<OpenSetResult> closed, Judged teacher, List<MethodOutcome> methods) {
  /**
   * One trained network, judged on the test identities.
   *
   * @param mimic mean squared distance to the converged teacher's embeddings of the test probes;
   *     not a number where the sizes differ
   */
  record Judged(Run run, OpenSetResult result, double mimic) {}

  /** A learning rate that was tried, and the validation rank-1 it gave. */
  record Trial(double rate, double rank1) {}

  /**
   * @param trials empty where the recipe's own rate was kept
   * @param rate of the final runs
   * @param runs one per seed
   */
  record MethodOutcome(Study.Method method, List<Trial> trials, double rate, List<Judged> runs) {}
}
