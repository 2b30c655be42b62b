package dev.routeface.server.api;

import dev.routeface.models.io.Fields;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.Embedding;
import dev.routeface.server.pipeline.Face;
import dev.routeface.server.pipeline.Outcome;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Pictures to embeddings, in the shape that clients of OpenAI's endpoint know. */
@Controller("/v1/embeddings")
@Needs(Scope.EMBED)
@ExecuteOn(Service.WORKERS)
@Tag(name = "faces")
final class EmbeddingsController {
  private final Pictures pictures;
  private final ServedModel model;

  EmbeddingsController(Pictures pictures, ServedModel model) {
    this.pictures = pictures;
    this.model = model;
  }

  /**
   * What is asked.
   *
   * @param model the served one; may be left out
   * @param input one picture or up to 32, base64; in a form, files
   * @param encodingFormat {@code float} unless said otherwise, or {@code base64}: floats of four
   *     bytes, the least first
   * @param options how faces are taken from each picture; one face unless said otherwise
   */
  record Request(
      Optional<String> model, List<byte[]> input, String encodingFormat, FaceOptions options) {
    static Request of(Fields fields) {
      fields.has("user"); // clients of OpenAI's endpoint send it
      return new Request(
          fields.has("model") ? Optional.of(fields.text("model")) : Optional.empty(),
          fields.bytesList("input"),
          fields.has("encoding_format")
              ? fields.choice("encoding_format", "float", "base64")
              : "float",
          FaceOptions.of(fields, 1));
    }
  }

  /**
   * Embeddings of the pictures that had faces, and why the others have none.
   *
   * @param object always "list"
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Embeddings")
  record Answer(
      String object,
      String model,
      String embeddingContractId,
      List<Item> data,
      List<Failed> errors,
      Usage usage) {}

  /**
   * One embedding, of unit length.
   *
   * @param index of the picture
   * @param embedding numbers, or their base64
   * @param norm length before it was scaled
   */
  @Serdeable.Serializable
  @Schema(name = "EmbeddingItem")
  record Item(String object, int index, Object embedding, double norm, FaceBody face) {}

  /** A picture without an embedding. */
  @Serdeable.Serializable
  @Schema(name = "FailedPicture")
  record Failed(int index, String code, String message) {}

  /** What it took. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Usage(int images, double processingMs) {}

  /** Embeds one picture or several. A picture that has no face does not fail the others. */
  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Embeddings.class)))
  @Refuses(Code.NOT_FOUND)
  CompletableFuture<Answer> embed(@Body JsonBody body) {
    long began = System.nanoTime();
    Request request = body.read(Request::of);
    request.model().ifPresent(model::require);
    return pictures
        .submit(request.input(), request.options().task(true))
        .thenApply(outcomes -> answer(request, outcomes, began));
  }

  private Answer answer(Request request, List<Outcome> outcomes, long began) {
    List<Item> data = new ArrayList<>();
    List<Failed> errors = new ArrayList<>();
    for (int index = 0; index < outcomes.size(); index++) {
      if (outcomes.get(index) instanceof Outcome.Found found) {
        for (Face face : found.faces()) {
          data.add(item(index, face, request.encodingFormat()));
        }
      } else if (outcomes.get(index) instanceof Outcome.Failed failed) {
        errors.add(new Failed(index, failed.failure().code(), Pictures.message(failed)));
      }
    }
    double ms = (System.nanoTime() - began) / 1e6;
    return new Answer(
        "list",
        model.id(),
        model.contract().id(),
        data,
        errors,
        new Usage(outcomes.size(), Math.round(ms * 10) / 10.0));
  }

  private static Item item(int index, Face face, String format) {
    Embedding embedding = Pictures.embedding(face);
    float[] values = embedding.vector().row(0);
    Object shown = format.equals("float") ? values : base64(values);
    return new Item("embedding", index, shown, embedding.norm(), FaceBody.of(face));
  }

  private static String base64(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
