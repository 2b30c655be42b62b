package dev.routeface.eval.spark;

import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.PartialCounts;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadInputException;
import dev.routeface.sdk.math.Progress;
import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Counts every shard in a task of its own and adds the counts in a tree. A lost machine's shards
 * are counted again elsewhere; Spark takes one result of each, and any is as good as another.
 *
 * <p>Settings are Spark's own: system properties that begin with {@code spark.}
 */
public final class SparkCluster implements Cluster {
  private static final int LAST_JAVA = 22;

  /** Without these a machine counts in plain Java: the same bits, later. */
  private static final String VECTORS =
      "-XX:+IgnoreUnrecognizedVMOptions --add-modules=jdk.incubator.vector";

  @Override
  public List<Identification> run(Job job, Progress progress) {
    return counts(job, progress).identifications(job.probes());
  }

  private static PartialCounts counts(Job job, Progress progress) {
    requireJava(Runtime.version().feature());
    try (JavaSparkContext spark = new JavaSparkContext(settings(job.master()))) {
      Configuration files = spark.hadoopConfiguration();
      List<String> shards = ShardFolder.shards(job.shards(), files);
      return count(spark, job, tasks(job, shards, files, progress), progress);
    } catch (Exception e) { // Scala declares none of those it throws
      throw plain(job.master(), e);
    }
  }

  /** Newer ones refuse what Hadoop's client asks them about the user. */
  static void requireJava(int version) {
    if (version > LAST_JAVA) {
      throw new BadDataException(
          "--spark: expected Java 17 to %d, which Spark 3.5 runs on, found %d"
              .formatted(LAST_JAVA, version));
    }
  }

  private static List<ShardTask> tasks(
      Job job, List<String> shards, Configuration files, Progress progress) {
    ShardIndex index = new ShardIndex(job, files);
    return job.galleries()
        .map(galleries -> new ListedShards(index, galleries).tasks(shards, progress))
        .orElseGet(() -> new WholeShards(index).tasks(shards, progress));
  }

  private static SparkConf settings(String master) {
    SparkConf settings =
        new SparkConf()
            .setMaster(master)
            .setAppName("routeface evaluate megaface")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.executor.extraJavaOptions", VECTORS);
    return master.startsWith("local")
        ? settings
        : settings.setIfMissing("spark.jars", String.join(",", ownJars()));
  }

  /** What a machine with a Spark of its own lacks. */
  private static List<String> ownJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> new File(jar).getName().matches("routeface-.*\\.jar"))
        .toList();
  }

  private static PartialCounts count(
      JavaSparkContext spark, Job job, List<ShardTask> tasks, Progress progress) {
    Broadcast<ShardCount> count = spark.broadcast(ShardCount.of(job.probes(), job.cleaning()));
    Broadcast<SerializableConfiguration> files =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try (Progress.Task counting = progress.start("counting shards", tasks.size())) {
      spark.sc().addSparkListener(new FirstStage(counting));
      return PartialCounts.of(
          spark
              .parallelize(tasks, tasks.size())
              .map(task -> count.value().count(task, files.value().value()))
              .treeReduce(SparkCluster::sum));
    }
  }

  private static byte[] sum(byte[] a, byte[] b) {
    return PartialCounts.of(a).add(PartialCounts.of(b)).bytes();
  }

  /** Spark wraps what a task found, and says in many lines what is wrong with itself. */
  private static RuntimeException plain(String master, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInputException bad) {
        return bad;
      }
    }
    if (failure instanceof RuntimeException own && !(own instanceof IllegalStateException)) {
      return own;
    }
    return new BadDataException(
        "%s: expected a cluster that counts, found: %s"
            .formatted(master, String.valueOf(failure.getMessage()).lines().findFirst().orElse("")),
        failure);
  }
}
