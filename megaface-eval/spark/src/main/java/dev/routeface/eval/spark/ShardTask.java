package dev.routeface.eval.spark;

import java.io.Serializable;

/**
 * One shard to count, as it is sent to the machine that does: four bytes for each of its rows and
 * each list.
 *
 * @param shard full address
 * @param rows those that stand in a list
 * @param sizes length of every list
 * @param places of every list, the place of each of {@code rows}
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record ShardTask(String shard, int[] rows, int[] sizes, int[][] places) implements Serializable {}
