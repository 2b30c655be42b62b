package dev.routeface.eval.study;

import dev.routeface.eval.report.Report;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs studies and writes their reports. */
public final class Studies {
  private Studies() {}

  /**
   * What a study does not say.
   *
   * @param data data sets by the names that study and recipes use
   * @param closedTeacher ONNX file, where the teacher's recipe mimics one
   * @param cache for embeddings of teachers
   * @param origin command and revision, for the report
   */
  public record Inputs(
      Map<String, FaceDataset> data,
      Optional<Path> closedTeacher,
      EmbeddingCache cache,
      Origin origin) {}

  /**
   * Runs a study to its end, or goes on with it, and writes {@code report/} below {@code out}.
   *
   * @param out folder for the runs and, in {@code report/}, the report
   */
  public static Report run(Study study, Inputs inputs, Path out, Progress progress) {
    Outcome outcome = new StudyRunner(study, inputs, out, progress).run();
    Report report = StudyReport.of(study, outcome, inputs.origin());
    report.write(out.resolve("report"));
    return report;
  }
}
