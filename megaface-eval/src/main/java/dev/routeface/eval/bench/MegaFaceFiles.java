package dev.routeface.eval.bench;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.PackWriter;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The files of a MegaFace experiment on random directions: packs, a probe list of 80 people, and
 * lists of 10, 100, ... distractors, drawn apart from images of which the largest list has nearly
 * all, as MegaFace's million is drawn from 1,027,060.
 *
 * @param folder where they go
 * @param probes images that search
 * @param distractors in the largest list
 * @param dimension of every feature
 */
record MegaFaceFiles(Path folder, int probes, int distractors, int dimension) {
  private static final int PEOPLE = 80;
  private static final double NOISE = 1.2;

  int images() {
    return distractors + distractors / 37;
  }

  /** 10, 100, ... and the largest. */
  List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int size = 10; size < distractors; size *= 10) {
      sizes.add(size);
    }
    sizes.add(distractors);
    return sizes;
  }

  Path probeList() {
    return folder.resolve("random_features_list.json");
  }

  Path pack(String name) {
    return folder.resolve(name + ".safetensors");
  }

  /** Writes all of them. */
  void write(Progress progress) {
    List<String> faces = names("probe", probes);
    List<String> people = IntStream.range(0, probes).mapToObj(i -> "p" + i % PEOPLE).toList();
    new TemplateList(faces, Optional.of(people)).write(probeList());
    pack("probes", faces, this::probe, progress);
    List<String> images = names("image", images());
    pack("distractors", images, row -> direction("image", row), progress);
    for (int size : sizes()) {
      int[] drawn = drawn(size);
      new TemplateList(Arrays.stream(drawn).mapToObj(images::get).toList(), Optional.empty())
          .write(folder.resolve("megaface_features_list.json_" + size + "_1"));
    }
  }

  /** Paths of about the length that MegaFace's have. */
  private static List<String> names(String what, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "%03d/%08d@N00/%s%010d_0.jpg".formatted(i % 1000, i / 7, what, i))
        .toList();
  }

  private void pack(
      String name, List<String> paths, IntFunction<float[]> vector, Progress progress) {
    PackWriter.Vectors block = PackWriter.Vectors.rows(vector);
    String source = Sha256.ofText("random %s %d %d".formatted(name, paths.size(), dimension));
    if (!Files.exists(pack(name))
        || !FeaturePack.open(pack(name), progress).source().equals(source)) {
      PackWriter.write(
          pack(name), new PackWriter.Content(source, paths, dimension, block), progress);
    }
  }

  /** A person's own direction and noise. */
  private float[] probe(int row) {
    float[] person = direction("person", row % PEOPLE);
    float[] image = direction("probe", row);
    for (int k = 0; k < dimension; k++) {
      image[k] = (float) (person[k] + NOISE * image[k]);
    }
    return unit(image);
  }

  private float[] direction(String what, int row) {
    SplittableRandom random = Seed.of(1).at(what + row).random();
    float[] vector = new float[dimension];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return unit(vector);
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (vector[k] / Math.sqrt(square));
    }
    return vector;
  }

  private int[] drawn(int size) {
    SplittableRandom random = Seed.of(1).at("list" + size).random();
    int[] all = IntStream.range(0, images()).toArray();
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(all.length - i);
      int kept = all[i];
      all[i] = all[other];
      all[other] = kept;
    }
    return Arrays.copyOf(all, size);
  }
}
