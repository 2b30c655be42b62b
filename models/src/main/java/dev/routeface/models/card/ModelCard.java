package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The card of a network that was trained here: how it came about is known from the first seed on.
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
    List<Result> results)
    implements Card {

  /** Pattern of an id. */
  static final String ID = "[a-z0-9][a-z0-9._-]*";

  /**
   * The weights by name and content.
   *
   * @param file name of a safetensors file in the card's folder
   * @param sha256 of its content
   */
  public record WeightsFile(String file, String sha256) {
    static WeightsFile of(Fields fields) {
      // No separators: a card from elsewhere must not reach outside its folder.
      return new WeightsFile(
          fields.matching("file", "[\\w-][\\w.-]*", "the name of a file in the card's folder"),
          fields.sha256("sha256"));
    }

    ObjectNode toJson() {
      return Fields.object().put("file", file).put("sha256", sha256);
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

    static Terms of(Fields fields) {
      return new Terms(
          fields.matching("licence", "(?s).*\\S.*", "a licence"), fields.texts("madeFrom"));
    }

    ObjectNode toJson() {
      ObjectNode json = Fields.object().put("licence", licence);
      madeFrom.forEach(json.putArray("madeFrom")::add);
      return json;
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

    private ObjectNode toJson() {
      return Fields.object()
          .put("measure", measure)
          .put("value", value)
          .put("reportSha256", reportSha256);
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

  @Override
  public int embedding() {
    return architecture.embedding();
  }

  @Override
  public Optional<Network> network() {
    return Optional.of(architecture.network());
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

  static ModelCard of(Fields fields) {
    String id = fields.matching("id", ID, "lower-case letters and digits");
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

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("id", id);
    json.set("architecture", architecture.toJson());
    json.set("preparation", preparation.toJson());
    json.set("weights", weights.toJson());
    json.set("provenance", provenance.toJson());
    json.set("terms", terms.toJson());
    ArrayNode rows = json.putArray("results");
    results.forEach(result -> rows.add(result.toJson()));
    return json;
  }
}
