package dev.routeface.eval.study;

import dev.routeface.eval.report.Report;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A study on synthetic faces.
 *
 * @param study what is compared
 * @param faces data sets by the names that study and recipes use
 */
public record Demo(Study study, Map<String, FaceDataset> faces) {
  /** Reads a demo; its study lies beside it. */
  public static Demo read(Path file) {
    return Fields.open(file).read(fields -> of(fields, file.resolveSibling("study.json")));
  }

  private static Demo of(Fields fields, Path study) {
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    fields.objects("faces", Demo::set).forEach(set -> faces.put(set.name(), set.faces()));
    return new Demo(Study.read(study), faces);
  }

  private record NamedSet(String name, FaceDataset faces) {}

  private static NamedSet set(Fields fields) {
    return new NamedSet(
        fields.text("name"),
        new SyntheticFaces(
            fields.integer("identities", 1, 1_000_000),
            fields.integer("images", 1, 10_000),
            fields.integer("size", 16, 1024),
            Seed.of(fields.wholeLong("seed", 0, Long.MAX_VALUE))));
  }

  /**
   * Runs it.
   *
   * @param tune whether learning rates are chosen anew; otherwise the recipes' own are used
   */
  public Report run(
      boolean tune, EmbeddingCache cache, Origin origin, Path out, Progress progress) {
    Studies.Inputs inputs = new Studies.Inputs(faces, Optional.empty(), cache, origin);
    return Studies.run(tune ? study : study.untuned(), inputs, out, progress);
  }
}
