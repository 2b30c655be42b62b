package dev.routeface.eval.spark;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * All rows of all shards, one after another: no path is looked at, so that neither a list nor a map
 * of them limits how many there can be. They must be different images, which nothing checks.
 */
record WholeShards(ShardIndex index) {
  /**
   * A task for every shard.
   *
   * @throws BadDataException if there are 2^31 rows or more, or a shard is of another dimension
   */
  List<ShardTask> tasks(List<String> shards, Progress progress) {
    List<Integer> rows = new ArrayList<>();
    try (Progress.Task reading = progress.start("reading headers", shards.size())) {
      for (String shard : shards) {
        rows.add(index.rows(shard));
        reading.step();
      }
    }
    long size = rows.stream().mapToLong(Integer::longValue).sum();
    if (size > Integer.MAX_VALUE) {
      throw new BadDataException(
          "%s: expected at most %d rows, found %d"
              .formatted(index.job().shards(), Integer.MAX_VALUE, size));
    }
    List<ShardTask> tasks = new ArrayList<>();
    int first = 0;
    for (int shard = 0; shard < shards.size(); shard++) {
      tasks.add(new ShardTask.Whole(shards.get(shard), (int) size, first, rows.get(shard)));
      first += rows.get(shard);
    }
    return tasks;
  }
}
