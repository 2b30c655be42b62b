package dev.routeface.eval.devkit;

import dev.routeface.sdk.math.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Other machines that compare probes with distractors. A module that knows some is found with
 * {@link java.util.ServiceLoader}, so that nobody else carries its libraries.
 */
public interface Cluster {
  /**
   * An experiment on shards.
   *
   * @param master which machines, as the module names them, for instance {@code spark://host:7077}
   * @param shards folder of the distractors' packs, on any file system that the machines read
   * @param probes to judge
   * @param galleries lists of the distractors to judge; empty for one list of all there are, shard
   *     by shard
   * @param cleaning what becomes of noisy distractors; empty if they stay as they are
   */
  record Job(
      String master,
      String shards,
      Probes probes,
      Optional<Galleries> galleries,
      Optional<Cleaning> cleaning) {
    public Job {
      if (galleries.isEmpty()
          && cleaning.filter(how -> how.strategy() == NoiseStrategy.DROP).isPresent()) {
        throw new IllegalArgumentException("expected lists to drop noise from, found none");
      }
    }
  }

  /**
   * What {@link Experiment#run} finds, to the last bit.
   *
   * @throws dev.routeface.models.io.BadInputException if a shard is missing or damaged, a
   *     distractor is in none of them, or the machines cannot be reached
   */
  List<Identification> run(Job job, Progress progress);
}
