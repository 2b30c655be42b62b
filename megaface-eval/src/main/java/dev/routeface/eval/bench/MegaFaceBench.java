package dev.routeface.eval.bench;

import dev.routeface.eval.rank.Kernel;
import dev.routeface.sdk.bench.Finding;
import dev.routeface.sdk.bench.Finding.Goal;
import dev.routeface.sdk.bench.Machine;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole MegaFace experiment from files: the largest list alone and all sizes take turns.
 *
 * @param rounds turns of each
 * @param folder for the files; a gigabyte for every half million distractors of 512 dimensions
 */
public record MegaFaceBench(int rounds, Path folder, int probes, int distractors, int dimension) {
  /** Makes the files where they are not there yet, and measures. */
  public MegaFaceReport run(Origin origin, Machine machine, Progress progress) {
    MegaFaceFiles files = new MegaFaceFiles(folder, probes, distractors, dimension);
    files.write(progress);
    List<Judging> one = new ArrayList<>();
    List<Judging> all = new ArrayList<>();
    try (Progress.Task task = progress.start("bench", 2L * rounds)) {
      for (int round = 0; round < rounds; round++) {
        one.add(Judging.of(files, List.of(distractors)));
        task.step();
        all.add(Judging.of(files, files.sizes()));
        task.step();
      }
    }
    return new MegaFaceReport(
        origin,
        machine,
        "%d probes of 80 people, %d images of %d dimensions, sizes %s; %s"
            .formatted(probes, files.images(), dimension, files.sizes(), Kernel.here().name()),
        findings(one, all, (double) (files.images() + probes) * dimension * Float.BYTES));
  }

  private static List<Finding> findings(List<Judging> one, List<Judging> all, double bytes) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < one.size(); round++) {
      ratios.add(all.get(round).seconds() / one.get(round).seconds());
    }
    double mebibytes = bytes / (1 << 20);
    return List.of(
        new Finding(
            "the largest list alone, s",
            one.stream().map(Judging::seconds).toList(),
            Optional.empty()),
        new Finding("all sizes, s", all.stream().map(Judging::seconds).toList(), Optional.empty()),
        new Finding("all sizes / one", ratios, Optional.of(new Goal.AtMost(1.2))),
        new Finding("features, MiB", List.of(mebibytes), Optional.empty()),
        new Finding(
            "most memory of all sizes / features",
            all.stream().map(turn -> turn.mebibytes() / mebibytes).toList(),
            Optional.of(new Goal.AtMost(1.25))));
  }
}
