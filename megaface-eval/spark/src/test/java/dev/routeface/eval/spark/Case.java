package dev.routeface.eval.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.routeface.eval.devkit.Cleaning;
import dev.routeface.eval.devkit.Cluster;
import dev.routeface.eval.devkit.DevkitOutput;
import dev.routeface.eval.devkit.Experiment;
import dev.routeface.eval.devkit.Features;
import dev.routeface.eval.devkit.Galleries;
import dev.routeface.eval.devkit.Identification;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureShards;
import dev.routeface.eval.features.FeatureSource;
import dev.routeface.eval.features.FloatTable;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.cli.RouteFace;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An experiment with many ties and lists that overlap, in shards, and what one process finds. */
record Case(Path folder, int images, int dimension, Similarity similarity) {
  private static final int PROBES = 110;

  Path shards() {
    return folder.resolve("shards");
  }

  List<String> names() {
    return IntStream.range(0, images).mapToObj(image -> "d/%d.jpg".formatted(image)).toList();
  }

  private float[] vector(long image) {
    SplittableRandom random = new SplittableRandom(image);
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      vector[k] = random.nextInt(-3, 4) / 2f;
    }
    vector[0] += 0.25f; // so that every vector has a direction
    return vector;
  }

  void write(int rowsPerFile) {
    FeatureShards.write(
        shards(),
        new PackWriter.Content(Sha256.ofText("case"), names(), dimension, PackWriter.Vectors.rows(this::vector)),
        rowsPerFile,
        Progress.NONE);
  }

  Galleries galleries() {
    return new Galleries(
        Stream.of(images * 4 / 5, 1, images / 2, 17)
            .map(
                size -> {
                  List<String> shuffled = new ArrayList<>(names());
                  Collections.shuffle(shuffled, new Random(size));
                  return shuffled.subList(0, size);
                })
            .toList());
  }

  /** Of several sizes, one of a single image. */
  Probes probes() {
    float[][] rows =
        IntStream.range(0, PROBES).mapToObj(n -> vector(-1 - n)).toArray(float[][]::new);
    List<String> ids =
        IntStream.range(0, PROBES).mapToObj(n -> n == 0 ? "loner" : "p" + n * n % 23).toList();
    return new Probes(Features.of(FloatTable.of(rows), similarity, row -> "probe " + row), ids);
  }

  List<String> probePaths() {
    return IntStream.range(0, PROBES).mapToObj(n -> "p/%d.jpg".formatted(n)).toList();
  }

  Features distractors(Galleries galleries) {
    FeatureSource source = FeatureSource.open(shards(), "_x.bin", Progress.NONE);
    return Features.of(
        source.read(galleries.paths(), Progress.NONE), similarity, galleries.paths()::get);
  }

  Cluster.Job job(String master) {
    return new Cluster.Job(
        master, shards().toString(), probes(), Optional.of(galleries()), Optional.empty());
  }

  Cluster.Job job(String master, Cleaning cleaning) {
    return new Cluster.Job(
        master,
        shards().toString(),
        cleaning.clean(probePaths(), probes()),
        Optional.of(galleries().each(cleaning::clean)),
        Optional.of(cleaning));
  }

  /** What one process finds for a job. */
  List<Identification> alone(Cluster.Job job) {
    Galleries all = job.galleries().isPresent() ? galleries() : new Galleries(List.of(names()));
    Galleries judged = job.galleries().orElse(all);
    Features listed = distractors(all);
    Features clean = job.cleaning().map(how -> how.clean(all.paths(), listed)).orElse(listed);
    return Experiment.run(job.probes(), judged, clean.select(all.rows(judged)), Progress.NONE);
  }

  /** Every figure: the devkit's files with all digits, the pairs' ranks, and the thresholds. */
  void assertSame(List<Identification> expected, List<Identification> found) throws IOException {
    assertEquals(expected.size(), found.size());
    for (int list = 0; list < expected.size(); list++) {
      Identification one = expected.get(list);
      Identification other = found.get(list);
      assertEquals(one.pairs(), other.pairs());
      assertEquals(one.verification().negatives(), other.verification().negatives());
      assertArrayEquals(one.first().highest(), other.first().highest());
      assertArrayEquals(one.all().highest(), other.all().highest());
      assertEquals(files(one, "expected" + list), files(other, "found" + list));
    }
  }

  private List<String> files(Identification found, String name) throws IOException {
    Path out = folder.resolve(name);
    new DevkitOutput("case", "x", found.distractors(), 1, true).write(found, out);
    return texts(out);
  }

  /** The devkit's files: our own report beside them names its command, which differs. */
  List<String> texts(Path out) throws IOException {
    try (Stream<Path> written = Files.list(out)) {
      List<String> texts = new ArrayList<>();
      for (Path file : written.filter(Case::isDevkits).sorted().toList()) {
        texts.add(file.getFileName() + Files.readString(file));
      }
      return texts;
    }
  }

  private static boolean isDevkits(Path file) {
    return file.getFileName().toString().matches("(cmc|matches)_.*\\.json");
  }

  /** What the command reads, but the shards. */
  void writeLists() {
    Probes probes = probes();
    new TemplateList(probePaths(), Optional.of(probes.ids())).write(folder.resolve("case.json"));
    for (int size : new int[] {17, images}) {
      new TemplateList(names().subList(0, size), Optional.empty())
          .write(folder.resolve("megaface_features_list.json_%d_1".formatted(size)));
    }
    PackWriter.write(
        folder.resolve("probes"),
        new PackWriter.Content(
            Sha256.ofText("p"),
            probePaths(),
            dimension,
            PackWriter.Vectors.rows(row -> vector(-1 - row))),
        Progress.NONE);
  }

  /** Runs the command on them and gives back what it said was wrong. */
  String evaluate(String... more) {
    String line =
        "evaluate megaface --probe-list %1$s/case.json --distractor-lists %1$s --probe-features"
            + " %1$s/probes --distractor-features %1$s/shards --suffix _x.bin --sets 1 --sizes 17 "
            + images;
    StringWriter err = new StringWriter();
    RouteFace.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of(line.formatted(folder).split(" ")), Stream.of(more))
                .toArray(String[]::new));
    return err.toString();
  }
}
