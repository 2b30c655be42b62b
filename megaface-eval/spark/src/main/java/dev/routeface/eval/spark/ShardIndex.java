package dev.routeface.eval.spark;

import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.NoiseStrategy;
import dev.routeface.eval.features.PackIndex;
import dev.routeface.eval.features.PackInput;
import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * What shards say about themselves; none is judged that is of another dimension than the probes.
 */
record ShardIndex(Cluster.Job job, Configuration configuration) {
  /** Rows of a shard. */
  int rows(String shard) {
    return read(shard, input -> PackIndex.of(input).rows());
  }

  /** Paths of a shard's rows, in order. */
  List<String> paths(String shard) {
    return read(shard, PackIndex::paths);
  }

  private <T> T read(String shard, Function<PackInput, T> reader) {
    try (PackInput input = ShardFolder.open(shard, configuration)) {
      requireDimension(shard, PackIndex.of(input).dimension());
      return reader.apply(input);
    } catch (IOException e) {
      throw new UncheckedIOException(shard + ": cannot be closed: " + e.getMessage(), e);
    }
  }

  /** InsightFace's way to clean gives the probes one dimension more than the features have. */
  private void requireDimension(String shard, int dimension) {
    boolean more =
        job.cleaning().filter(how -> how.strategy() == NoiseStrategy.INSIGHTFACE).isPresent();
    int expected = job.probes().features().dimension() - (more ? 1 : 0);
    if (dimension != expected) {
      throw new BadDataException(
          "%s: expected the probes' dimension %d, found %d".formatted(shard, expected, dimension));
    }
  }
}
