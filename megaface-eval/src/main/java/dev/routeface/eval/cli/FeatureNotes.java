package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.devkit.Similarity;
import dev.routeface.eval.features.FeatureCheck;
import dev.routeface.eval.features.FeatureSource;
import dev.routeface.eval.report.Table;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a report says of the features it was made from: which they are, and what is suspicious. */
final class FeatureNotes {
  private final ObjectNode digests = Fields.object();
  private final List<String> warnings = new ArrayList<>();
  private final Similarity metric;
  private final Progress progress;

  FeatureNotes(Similarity metric, Progress progress) {
    this.metric = metric;
    this.progress = progress;
  }

  /**
   * Looks at features that were read, and warns at once.
   *
   * @param side probes or distractors
   */
  void add(String side, FeatureSource source, List<String> paths, Rows rows) {
    digests.set(side, source.digest(paths, rows).toJson());
    List<String> found =
        FeatureCheck.of(rows, paths::get).warnings(side, metric == Similarity.COSINE);
    found.forEach(progress::warn);
    warnings.addAll(found);
  }

  /** By side; one that other machines read is not there. */
  ObjectNode digests() {
    return digests;
  }

  /** The warnings again, for whoever reads the report alone. */
  Optional<Table> table() {
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                "Suspicious features: every figure can be computed, but may not mean what it seems to.",
                List.of("warning"),
                warnings.stream().map(List::of).toList()));
  }
}
