package dev.routeface.sdk.bench;

import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Training speed and memory. The arms take turns, so that whatever slows the machine for a minute
 * slows all of them, and every ratio is taken within a round.
 *
 * @param rounds turns of every arm
 * @param quick a few steps per turn: shows that all arms run, and measures nothing worth knowing
 * @param recipes folder of the recipes that ship with the product
 * @param faces images to train on; faces that nobody has where there are none
 */
public record TrainingBench(int rounds, boolean quick, Path recipes, Optional<Path> faces) {
  private static final int QUICK_STEPS = 2;

  /**
   * Runs every turn of every arm.
   *
   * @param origin command and revision, for the report
   * @param machine as it was before; every arm uses its number of engine threads
   * @throws IllegalStateException with what a turn's JVM printed, if it fails
   */
  public TrainingReport run(Origin origin, Machine machine, Progress progress) {
    List<Measurement> measurements = measure(new ChildJvm(machine.threads()), progress);
    return TrainingReport.of(origin, machine, measurements, quick);
  }

  private List<Measurement> measure(ChildJvm jvm, Progress progress) {
    List<Measurement> measurements = new ArrayList<>();
    try (Progress.Task task = progress.start("bench", (long) rounds * Arm.values().length)) {
      for (int round = 1; round <= rounds; round++) {
        for (Arm arm : Arm.values()) {
          task.note("round %d, %s".formatted(round, arm.title()));
          measurements.add(jvm.run(turn(arm, round)));
          task.step();
        }
      }
    }
    return measurements;
  }

  private Turn turn(Arm arm, int round) {
    int warmUp = quick ? 1 : arm.warmUp();
    int steps = quick ? QUICK_STEPS : arm.steps();
    return new Turn(arm, round, warmUp, steps, recipes, faces);
  }
}
