package dev.routeface.eval.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.NoiseStrategy;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.BadInputException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a session in this process. */
class SparkClusterTest {
  private static final String MASTER = "local[2]";

  @TempDir Path folder;
  private final Cluster cluster = new SparkCluster();

  private Case ofShards(Similarity similarity) {
    Case one = new Case(folder, 700, 3, similarity);
    one.write(150);
    return one;
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatOneProcessFinds(Similarity similarity) throws IOException {
    Case one = ofShards(similarity);
    Cluster.Job job = one.job(MASTER);
    one.assertSame(one.alone(job), cluster.run(job, Progress.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void cleansAsOneProcessDoes(NoiseStrategy strategy) throws IOException {
    Case one = ofShards(Similarity.DEVKIT);
    Cleaning cleaning =
        new Cleaning(
            strategy,
            new NoiseList(Set.of("1.jpg", "24.jpg")),
            new NoiseList(Set.of("d/3.jpg", "d/500.jpg", "d/501.jpg")),
            7);
    Cluster.Job job = one.job(MASTER, cleaning);
    one.assertSame(one.alone(job), cluster.run(job, Progress.NONE));
  }

  @Test
  void withoutAListItJudgesAllThereAre() throws IOException {
    Case one = ofShards(Similarity.COSINE);
    Cluster.Job listed = one.job(MASTER);
    Cluster.Job all =
        new Cluster.Job(
            MASTER, listed.shards(), listed.probes(), Optional.empty(), Optional.empty());
    one.assertSame(one.alone(all), cluster.run(all, Progress.NONE));
    Cleaning drop = new Cleaning(NoiseStrategy.DROP, NoiseList.NONE, NoiseList.NONE, 1);
    assertEquals(
        "expected lists to drop noise from, found none",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Cluster.Job(
                        MASTER,
                        listed.shards(),
                        listed.probes(),
                        Optional.empty(),
                        Optional.of(drop)))
            .getMessage());
  }

  @Test
  void isFoundAsAService() {
    assertInstanceOf(
        SparkCluster.class, ServiceLoader.load(Cluster.class).findFirst().orElseThrow());
  }

  @Test
  void tellsOfEveryShardOnce() {
    Case one = ofShards(Similarity.DEVKIT);
    List<String> told = new ArrayList<>();
    cluster.run(one.job(MASTER), (what, steps) -> new Told(what + " " + steps, told));
    assertEquals(List.of("reading paths 5: 5", "counting shards 5: 5"), told);
  }

  private static final class Told implements Progress.Task {
    private final String what;
    private final List<String> told;
    private long steps;

    Told(String what, List<String> told) {
      this.what = what;
      this.told = told;
    }

    @Override
    public synchronized void stepBy(long more) {
      steps += more;
    }

    @Override
    public synchronized void close() {
      told.add(what + ": " + steps);
    }
  }

  @Test
  void namesTheDamagedShardAndItsRows() throws IOException {
    Case one = ofShards(Similarity.DEVKIT);
    Path shard = one.shards().resolve("part-00003-of-00005.safetensors");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[4096 + 8] ^= 1;
    Files.write(shard, bytes);
    assertEquals(
        "file:%s: expected the digest that rows 0 to 149 were written with, found another: damaged".formatted(shard),
        refused(one.job(MASTER)));
  }

  @Test
  void judgesNothingUnlessEverythingIsThere() throws IOException {
    Case one = ofShards(Similarity.DEVKIT);
    Cluster.Job job = one.job(MASTER);
    Galleries others = new Galleries(List.of(List.of("d/1.jpg", "d/700.jpg")));
    assertEquals(
        "%s: expected features for each of 2 paths, 1 is missing: d/700.jpg"
            .formatted(one.shards()),
        refused(
            new Cluster.Job(
                MASTER, job.shards(), job.probes(), Optional.of(others), Optional.empty())));
    Path last = one.shards().resolve("part-00004-of-00005.safetensors");
    Files.copy(one.shards().resolve("part-00000-of-00005.safetensors"), folder.resolve("first"));
    Files.delete(last);
    assertEquals(
        one.shards() + ": expected part-00004-of-00005.safetensors, found none", refused(job));
    Files.copy(folder.resolve("first"), last);
    assertEquals(
        "file:%s: expected every path in one shard, found d/1.jpg again".formatted(last),
        refused(job).replaceFirst("d/[0-9]+.jpg", "d/1.jpg"));
    PackWriter.write(
        last,
        new PackWriter.Content(Sha256.ofText(""), List.of("x"), 4, PackWriter.Vectors.rows(row -> new float[4])),
        Progress.NONE);
    assertEquals(
        "file:%s: expected the probes' dimension 3, found 4".formatted(last), refused(job));
    assertEquals(
        folder.resolve("none") + ": expected a folder of shards, found none",
        refused(
            new Cluster.Job(
                MASTER,
                folder.resolve("none").toString(),
                job.probes(),
                job.galleries(),
                Optional.empty())));
    assertEquals(
        "nofs://x/y: expected a folder of shards, found No FileSystem for scheme \"nofs\"",
        refused(
            new Cluster.Job(
                MASTER, "nofs://x/y", job.probes(), job.galleries(), Optional.empty())));
  }

  @Test
  void namesAMasterThatIsNone() {
    Case one = ofShards(Similarity.DEVKIT);
    assertEquals(
        "moon: expected a cluster that counts, found: Could not parse Master URL: 'moon'",
        refused(one.job("moon")));
  }

  @Test
  void namesAJavaThatSparkDoesNotRunOn() {
    SparkCluster.requireJava(17);
    SparkCluster.requireJava(22);
    assertEquals(
        "--spark: expected Java 17 to 22, which Spark 3.5 runs on, found 23",
        assertThrows(BadInputException.class, () -> SparkCluster.requireJava(23)).getMessage());
  }

  /** The option of the command: the files of a run without it. */
  @Test
  void theCommandWritesTheSameFiles() throws IOException {
    Case one = ofShards(Similarity.DEVKIT);
    one.writeLists();
    assertEquals("", one.evaluate("--out", folder + "/alone", "--metric", "cosine"));
    assertEquals(
        "", one.evaluate("--out", folder + "/spark", "--metric", "cosine", "--spark", MASTER));
    assertEquals(one.texts(folder.resolve("alone")), one.texts(folder.resolve("spark")));
    assertEquals(4, one.texts(folder.resolve("spark")).size());
  }

  @Test
  void theCommandListsEveryDistractorThatNoShardHas() throws IOException {
    Case one = ofShards(Similarity.DEVKIT);
    one.writeLists();
    Files.delete(folder.resolve("megaface_features_list.json_17_1"));
    List<String> paths = new ArrayList<>(one.names().subList(0, 9));
    IntStream.range(0, 8).forEach(n -> paths.add("z/" + n));
    new TemplateList(paths, Optional.empty())
        .write(folder.resolve("megaface_features_list.json_17_1"));
    assertEquals(
        "routeface: %1$s/shards: expected features for each of 708 paths, 8 are missing: z/0, z/1, z/2, z/3, z/4, ...; all of them stand in %1$s/out/missing.txt\n"
            .formatted(folder),
        one.evaluate("--out", folder + "/out", "--spark", MASTER));
    assertEquals(paths.subList(9, 17), Files.readAllLines(folder.resolve("out/missing.txt")));
  }

  private String refused(Cluster.Job job) {
    return assertThrows(BadInputException.class, () -> cluster.run(job, Progress.NONE))
        .getMessage();
  }
}
