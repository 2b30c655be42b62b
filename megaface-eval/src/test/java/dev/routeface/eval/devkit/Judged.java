package dev.routeface.eval.devkit;

import dev.routeface.sdk.math.Progress;
import java.util.List;
import java.util.stream.IntStream;

/** One list of distractors that have no names. */
final class Judged {
  private Judged() {}

  static Identification by(Probes probes, Features distractors) {
    List<String> names = IntStream.range(0, distractors.size()).mapToObj(String::valueOf).toList();
    return Experiment.run(probes, new Galleries(List.of(names)), distractors, Progress.NONE).get(0);
  }
}
