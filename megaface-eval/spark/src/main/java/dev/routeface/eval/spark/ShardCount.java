package dev.routeface.eval.spark;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.Experiment;
import dev.routeface.eval.devkit.Features;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.NoiseStrategy;
import dev.routeface.eval.devkit.PartialCounts;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.PackInput;
import dev.routeface.eval.features.PickedRows;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What every machine needs to know to count any shard.
 *
 * @param probes their bytes
 * @param listed how distractors are compared before noise is put aside
 * @param strategy what becomes of noisy distractors; empty if they stay as they are
 * @param noise names of noisy distractors
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record ShardCount(byte[] probes, Similarity listed, List<NoiseStrategy> strategy, Set<String> noise)
    implements Serializable {
  static ShardCount of(Probes probes, Optional<Cleaning> cleaning) {
    return new ShardCount(
        probes.bytes(),
        probes.features().similarity(),
        cleaning.map(Cleaning::strategy).stream().toList(),
        cleaning.map(how -> how.distractors().names()).orElse(Set.of()));
  }

  /**
   * Reads a shard, checks it and counts it.
   *
   * @return the bytes of {@link PartialCounts}, the same whenever and wherever it is done
   */
  byte[] count(ShardTask task, Configuration configuration) throws IOException {
    try (PackInput input = ShardFolder.open(task.shard(), configuration)) {
      FeaturePack pack = FeaturePack.read(input, Progress.NONE);
      List<String> paths = IntStream.of(task.rows()).mapToObj(pack.paths()::get).toList();
      Features features = Features.of(new PickedRows(pack.rows(), task.rows()), listed, paths::get);
      return Experiment.count(
              Probes.of(probes), task.placement(), cleaned(paths, features), Progress.NONE)
          .bytes();
    }
  }

  private Features cleaned(List<String> paths, Features features) {
    return strategy.stream()
        .map(how -> new Cleaning(how, NoiseList.NONE, new NoiseList(noise), 0))
        .map(cleaning -> cleaning.clean(paths, features))
        .findFirst()
        .orElse(features);
  }
}
