package dev.routeface.eval.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.metric.ErrorRates;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.List;

/** What a protocol found about one model, person by person, so that it can be compared later. */
public sealed interface Result
    permits GroupResult,
        IdentificationResult,
        IjbIdentificationResult,
        IjbVerificationResult,
        MegaFaceResult,
        OpenSetResult,
        PairResult {
  /** Kind and digests of the data: results with equal texts judge the same pairs. */
  String protocol();

  /** What readers call the data. */
  String set();

  /** The figures, in reading order. */
  List<Measure> measures();

  /** Misses against false alarms, for plots; empty where a result has other curves. */
  List<ErrorRates> tradeoffs();

  ObjectNode toJson();

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws BadRecipeException naming file and path
   */
  static Result of(Fields fields) {
    return switch (fields.choice(
        "kind",
        OpenSetResult.KIND,
        IdentificationResult.KIND,
        GroupResult.KIND,
        IjbVerificationResult.KIND,
        IjbIdentificationResult.KIND,
        MegaFaceResult.KIND,
        PairResult.KIND)) {
      case OpenSetResult.KIND -> OpenSetResult.of(fields);
      case IjbVerificationResult.KIND -> IjbVerificationResult.of(fields);
      case IjbIdentificationResult.KIND -> IjbIdentificationResult.of(fields);
      case MegaFaceResult.KIND -> MegaFaceResult.of(fields);
      case GroupResult.KIND -> GroupResult.of(fields);
      case IdentificationResult.KIND -> IdentificationResult.of(fields);
      default -> PairResult.of(fields);
    };
  }
}
