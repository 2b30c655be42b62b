package dev.routeface.eval.spark;

import dev.routeface.sdk.math.Progress;
import java.util.BitSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how many shards are counted; one that is counted again is not told again. */
final class FirstStage extends SparkListener {
  private final Progress.Task task;
  private final BitSet counted = new BitSet();

  FirstStage(Progress.Task task) {
    this.task = task;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    int shard = end.taskInfo().index();
    if (end.stageId() == 0 && end.taskInfo().successful() && !counted.get(shard)) {
      counted.set(shard);
      task.step();
    }
  }
}
