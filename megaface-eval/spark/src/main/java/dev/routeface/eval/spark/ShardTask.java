package dev.routeface.eval.spark;

import dev.routeface.eval.devkit.Placement;
import java.io.Serializable;
import java.util.stream.IntStream;

/** One shard to count, as it is sent to the machine that does. */
sealed interface ShardTask extends Serializable {
  /** Full address. */
  String shard();

  /** The rows to count. */
  int[] rows();

  /** Where these stand in the lists. */
  Placement placement();

  /**
   * Some rows of it: four bytes for each and each list.
   *
   * @param sizes length of every list
   * @param places of every list, the place of each of {@code rows}
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Listed(String shard, int[] rows, int[] sizes, int[][] places) implements ShardTask {
    @Override
    public Placement placement() {
      return new Placement(sizes, places);
    }
  }

  /**
   * All of it, in the one list of all rows there are: twelve bytes.
   *
   * @param size of that list
   * @param first place of its first row
   * @param count of its rows
   */
  record Whole(String shard, int size, int first, int count) implements ShardTask {
    @Override
    public int[] rows() {
      return IntStream.range(0, count).toArray();
    }

    @Override
    public Placement placement() {
      return Placement.all(size, first, count);
    }
  }
}
