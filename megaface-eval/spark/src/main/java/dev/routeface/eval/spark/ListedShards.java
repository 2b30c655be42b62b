package dev.routeface.eval.spark;

import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.features.MissingFeaturesException;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Progress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the distractors of the lists in the shards, from the shards' paths alone. */
final class ListedShards {
  private final ShardIndex index;
  private final int[] sizes;
  private final List<String> wanted;
  private final Map<String, Integer> number = new HashMap<>();
  private final int[][] places;
  private final BitSet found = new BitSet();

  ListedShards(ShardIndex index, Galleries galleries) {
    this.index = index;
    this.sizes = galleries.sizes();
    this.wanted = galleries.paths();
    wanted.forEach(path -> number.put(path, number.size()));
    this.places = galleries.places(wanted);
  }

  /**
   * A task for every shard that has distractors of a list.
   *
   * @throws MissingFeaturesException if a distractor is in no shard: there is no result of a part
   * @throws BadDataException if one is in two shards, or a shard is of another dimension
   */
  List<ShardTask> tasks(List<String> shards, Progress progress) {
    List<ShardTask> tasks = new ArrayList<>();
    try (Progress.Task reading = progress.start("reading paths", shards.size())) {
      for (String shard : shards) {
        ShardTask task = task(shard);
        if (task.rows().length > 0) {
          tasks.add(task);
        }
        reading.step();
      }
    }
    if (found.cardinality() < wanted.size()) {
      throw new MissingFeaturesException(index.job().shards(), wanted.size(), missing());
    }
    return tasks;
  }

  private List<String> missing() {
    return IntStream.range(0, wanted.size())
        .filter(path -> !found.get(path))
        .mapToObj(wanted::get)
        .toList();
  }

  private ShardTask task(String shard) {
    List<String> paths = index.paths(shard);
    int[] rows =
        IntStream.range(0, paths.size())
            .filter(row -> number.containsKey(paths.get(row)))
            .toArray();
    int[] numbers = IntStream.of(rows).map(row -> take(shard, paths.get(row))).toArray();
    int[][] own =
        Stream.of(places)
            .map(list -> IntStream.of(numbers).map(n -> list[n]).toArray())
            .toArray(int[][]::new);
    return new ShardTask.Listed(shard, rows, sizes, own);
  }

  private int take(String shard, String path) {
    int taken = number.get(path);
    if (found.get(taken)) {
      throw new BadDataException(
          "%s: expected every path in one shard, found %s again".formatted(shard, path));
    }
    found.set(taken);
    return taken;
  }
}
