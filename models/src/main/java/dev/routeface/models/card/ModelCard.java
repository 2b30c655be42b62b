package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import java.nio.file.Path;
import java.util.List;

/**
 * All that must be known about a model before it may be used: what it is, how pixels are prepared
 * for it, where its weights lie, how it came about and what that permits. A card is a JSON file
 * beside the weights; it holds no date and no path, so equal runs write equal cards.
 *
 * @param id lower-case letters, digits, dots, dashes and underscores
 * @param preparation for images of the architecture's input size
 * @param results what was measured, possibly nothing yet
 */
public record ModelCard(
    String id,
    Architecture architecture,
    Preparation preparation,
    WeightsFile weights,
    Provenance provenance,
    Terms terms,
    List<Result> results) {

  /**
   * The weights by name and content.
   *
   * @param file name of a safetensors file in the card's folder
   * @param sha256 of its content
   */
  public record WeightsFile(String file, String sha256) {
    private static WeightsFile of(Fields fields) {
      // No separators: a card from elsewhere must not reach outside its folder.
      return new WeightsFile(
          fields.matching("file", "[\\w-][\\w.-]*", "the name of a file in the card's folder"),
          fields.sha256("sha256"));
    }
  }

  /**
   * What one may do with the model, and why.
   *
   * @param licence SPDX identifier or a sentence
   * @param madeFrom one sentence for each teacher and data set, with its terms
   */
  public record Terms(String licence, List<String> madeFrom) {
    public Terms {
      madeFrom = List.copyOf(madeFrom);
    }

    private static Terms of(Fields fields) {
      return new Terms(
          fields.matching("licence", "(?s).*\\S.*", "a licence"), fields.texts("madeFrom"));
    }
  }

  /**
   * One measured number.
   *
   * @param measure what was measured, on what: {@code rank-1 at 10,000 distractors, study faces}
   * @param value the number
   * @param reportSha256 digest of the report that says how
   */
  public record Result(String measure, double value, String reportSha256) {
    private static Result of(Fields fields) {
      return new Result(
          fields.text("measure"),
          fields.number("value", -Double.MAX_VALUE, Double.MAX_VALUE),
          fields.sha256("reportSha256"));
    }
  }

  public ModelCard {
    results = List.copyOf(results);
    if (preparation.size() != architecture.inputSize()) {
      throw new IllegalArgumentException(
          "expected a preparation for %d pixels, the architecture's input, found %d"
              .formatted(architecture.inputSize(), preparation.size()));
    }
  }

  /** Size of the embedding. */
  public int embedding() {
    return architecture.embedding();
  }

  /**
   * Reads a card.
   *
   * @throws dev.routeface.models.io.BadRecipeException naming the file and the path in it, if a key
   *     is unknown, missing or out of range
   */
  public static ModelCard read(Path file) {
    return Fields.open(file).read(ModelCard::of);
  }

  /** Writes the form that {@link #read} reads. */
  public void write(Path file) {
    DurableFile.writeText(file, Fields.text(toJson()));
  }

  /**
   * Reads the weights that lie in {@code folder}.
   *
   * @throws BadWeightsException if they are damaged, not the card's, or not the architecture's
   */
  public Weights readWeights(Path folder) {
    Path file = folder.resolve(weights.file());
    return Safetensors.read(file, weights.sha256())
        .fitting(architecture.network(), file.toString());
  }

  static ModelCard of(Fields fields) {
    String id = fields.matching("id", "[a-z0-9][a-z0-9._-]*", "lower-case letters and digits");
    Architecture architecture = fields.object("architecture", Architecture::of);
    Preparation preparation = fields.object("preparation", Preparation::of);
    if (preparation.size() != architecture.inputSize()) {
      throw fields.refuse(
          "preparation.size", "the input size " + architecture.inputSize(), preparation.size());
    }
    return new ModelCard(
        id,
        architecture,
        preparation,
        fields.object("weights", WeightsFile::of),
        fields.object("provenance", Provenance::of),
        fields.object("terms", Terms::of),
        fields.objects("results", Result::of));
  }

  /** What {@link #write} writes. */
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("id", id);
    json.set("architecture", architecture.toJson());
    json.set("preparation", preparation.toJson());
    json.putObject("weights").put("file", weights.file()).put("sha256", weights.sha256());
    json.set("provenance", provenance.toJson());
    terms
        .madeFrom()
        .forEach(json.putObject("terms").put("licence", terms.licence()).putArray("madeFrom")::add);
    json.putArray("results");
    for (Result result : results) {
      json.withArray("results")
          .addObject()
          .put("measure", result.measure())
          .put("value", result.value())
          .put("reportSha256", result.reportSha256());
    }
    return json;
  }
}
