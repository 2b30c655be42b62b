package dev.routeface.eval.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real cluster, of which a half goes while it counts. */
@Timeout(180)
class WorkerLossTest {
  private static final int SHARDS = 24;
  private static final int COUNTED = 8;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.driver.host", "127.0.0.1",
          "spark.executor.memory", "512m",
          "spark.cores.max", "2",
          "spark.scheduler.minRegisteredResourcesRatio", "1.0",
          "spark.scheduler.maxRegisteredResourcesWaitingTime", "100s",
          "spark.executor.extraClassPath", Standalone.classFolders());

  @TempDir Path folder;

  @BeforeEach
  void settings() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void noSettings() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  @Test
  void aLostWorkerChangesNoBit() throws Exception {
    Case one = new Case(folder, SHARDS * 2000, 32, Similarity.DEVKIT);
    one.write(2000);
    try (Standalone standalone = new Standalone(folder)) {
      Cluster.Job job = one.job(standalone.master());
      Loss loss = new Loss(standalone);
      List<Identification> found = new SparkCluster().run(job, loss);
      assertFalse(standalone.workerIsAlive());
      assertTrue(loss.counted.get() > COUNTED, "expected shards that were left to count");
      one.assertSame(one.alone(job), found);
    }
  }

  /** Kills a worker when a third of the shards is counted. */
  private static final class Loss implements Progress, Progress.Task {
    private final Standalone standalone;
    private final AtomicInteger counted = new AtomicInteger();

    Loss(Standalone standalone) {
      this.standalone = standalone;
    }

    @Override
    public Task start(String what, long steps) {
      return what.equals("counting shards") ? this : new Task() {};
    }

    @Override
    public void stepBy(long steps) {
      if (counted.incrementAndGet() == COUNTED) {
        standalone.loseWorker();
      }
    }
  }
}
