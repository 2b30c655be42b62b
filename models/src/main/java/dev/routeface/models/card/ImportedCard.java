package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.Network;
import java.util.Optional;

/**
 * The card of a model that came from elsewhere: of its training nothing is known but what whoever
 * brought it in has said.
 *
 * @param architecture what it is; empty for a closed ONNX graph
 * @param embedding size of the embedding
 * @param weights its numbers in our form, or the graph as it came
 * @param source the file it was made from
 * @param terms as stated; where it comes from is what it is made from
 */
public record ImportedCard(
    String id,
    Optional<Architecture> architecture,
    int embedding,
    Preparation preparation,
    ModelCard.WeightsFile weights,
    Source source,
    ModelCard.Terms terms)
    implements Card {

  /**
   * The file that was brought in.
   *
   * @param file its name
   * @param sha256 of its content
   * @param form what was recognised in it
   * @param preparation how the preparation is known: stated, written in the file, or a probe's
   *     guess
   * @param command the command line
   * @param revision git revision of the program
   */
  public record Source(
      String file,
      String sha256,
      String form,
      String preparation,
      String command,
      String revision) {
    private static Source of(Fields fields) {
      return new Source(
          fields.text("file"),
          fields.sha256("sha256"),
          fields.text("form"),
          fields.text("preparation"),
          fields.text("command"),
          fields.text("revision"));
    }

    private ObjectNode toJson() {
      return Fields.object()
          .put("file", file)
          .put("sha256", sha256)
          .put("form", form)
          .put("preparation", preparation)
          .put("command", command)
          .put("revision", revision);
    }
  }

  public ImportedCard {
    architecture.ifPresent(known -> requireFitting(known, embedding, preparation));
  }

  private static void requireFitting(Architecture known, int embedding, Preparation preparation) {
    if (preparation.size() != known.inputSize() || embedding != known.embedding()) {
      throw new IllegalArgumentException(
          "expected a preparation for %d pixels and %d dimensions, found %d and %d"
              .formatted(known.inputSize(), known.embedding(), preparation.size(), embedding));
    }
  }

  @Override
  public Optional<Network> network() {
    return architecture.map(Architecture::network);
  }

  static ImportedCard of(Fields fields) {
    String id = fields.matching("id", ModelCard.ID, "lower-case letters and digits");
    Optional<Architecture> architecture =
        fields.has("architecture")
            ? Optional.of(fields.object("architecture", Architecture::of))
            : Optional.empty();
    int embedding = fields.integer("embedding", 1, 1 << 16);
    Preparation preparation = fields.object("preparation", Preparation::of);
    if (architecture.isPresent()) {
      refuseMisfit(fields, architecture.get(), embedding, preparation);
    }
    return new ImportedCard(
        id,
        architecture,
        embedding,
        preparation,
        fields.object("weights", ModelCard.WeightsFile::of),
        fields.object("source", Source::of),
        fields.object("terms", ModelCard.Terms::of));
  }

  private static void refuseMisfit(
      Fields fields, Architecture architecture, int embedding, Preparation preparation) {
    if (preparation.size() != architecture.inputSize()) {
      throw fields.refuse(
          "preparation.size", "the input size " + architecture.inputSize(), preparation.size());
    }
    if (embedding != architecture.embedding()) {
      throw fields.refuse("embedding", "the architecture's " + architecture.embedding(), embedding);
    }
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Fields.object().put("id", id);
    architecture.ifPresent(known -> json.set("architecture", known.toJson()));
    json.put("embedding", embedding);
    json.set("preparation", preparation.toJson());
    json.set("weights", weights.toJson());
    json.set("source", source.toJson());
    json.set("terms", terms.toJson());
    return json;
  }
}
