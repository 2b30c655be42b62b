package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.Experiment;
import dev.routeface.eval.devkit.Features;
import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.util.List;
import java.util.Optional;

/** Where probes meet distractors. */
sealed interface Comparison {
  /**
   * @param galleries lists to judge, of distractors that are there
   * @param cleaning what becomes of noisy distractors
   */
  List<Identification> run(Probes probes, Galleries galleries, Optional<Cleaning> cleaning);

  /**
   * In this process.
   *
   * @param all the lists that the distractors are the rows of
   */
  record Here(Galleries all, Features distractors, Progress progress) implements Comparison {
    @Override
    public List<Identification> run(
        Probes probes, Galleries galleries, Optional<Cleaning> cleaning) {
      Features judged =
          cleaning.map(how -> how.clean(all.paths(), distractors)).orElse(distractors);
      requireOneDimension(probes, judged.dimension());
      return Experiment.run(probes, galleries, judged.select(all.rows(galleries)), progress);
    }
  }

  /**
   * On other machines.
   *
   * @param shards folder of the distractors' packs
   */
  record Elsewhere(Cluster cluster, String master, String shards, Progress progress)
      implements Comparison {
    @Override
    public List<Identification> run(
        Probes probes, Galleries galleries, Optional<Cleaning> cleaning) {
      return cluster.run(
          new Cluster.Job(master, shards, probes, Optional.of(galleries), cleaning), progress);
    }
  }

  private static void requireOneDimension(Probes probes, int distractors) {
    if (probes.features().dimension() != distractors) {
      throw new BadDataException(
          "expected probes and distractors of one dimension, found %d and %d"
              .formatted(probes.features().dimension(), distractors));
    }
  }
}
