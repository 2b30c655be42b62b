package dev.routeface.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests as the description of the interface shows them. Nothing is read with these: that is done
 * by hand, beside each endpoint.
 */
public final class Shapes {
  private Shapes() {}

  /**
   * How faces are taken from a picture.
   *
   * @param align find and align faces, unless said otherwise; false says that the picture is an
   *     aligned, square crop
   * @param maxFaces at most, 1 to 64
   * @param faces where there are more: largest, center or error
   */
  @Schema(name = "FaceOptions")
  public record Options(
      Optional<Boolean> align, Optional<Integer> maxFaces, Optional<String> faces) {}

  /**
   * How to decide, one of three.
   *
   * @param fmr rate of false matches that the certificate carries
   * @param fpir rate of searches for strangers that find somebody, that the certificate carries
   * @param threshold similarity, -1 to 1
   */
  @Schema(name = "Policy")
  public record Deciding(Optional<Double> fmr, Optional<Double> fpir, Optional<Double> threshold) {}

  /**
   * A picture, or an embedding with its contract.
   *
   * @param image base64; in a form, a file
   * @param embedding numbers, or base64 of floats
   */
  @Schema(name = "FaceInput")
  public record Input(
      Optional<byte[]> image,
      Optional<List<Float>> embedding,
      Optional<String> embeddingContractId) {}

  /**
   * Pictures to embed.
   *
   * @param model the served one
   * @param input one picture or a list of up to 32, base64; in a form, files
   * @param encodingFormat float unless said otherwise, or base64: floats of four bytes, the least
   *     first
   * @param user not used; clients of OpenAI's endpoint send it
   */
  @Schema(name = "EmbeddingsRequest")
  public record Embeddings(
      Optional<String> model,
      List<byte[]> input,
      Optional<String> encodingFormat,
      Optional<Options> options,
      Optional<String> user) {}

  /**
   * Two faces to compare.
   *
   * @param policy fmr or threshold; without one there is no verdict
   */
  @Schema(name = "CompareRequest")
  public record Compare(
      Input source, Input target, Optional<Deciding> policy, Optional<Options> options) {}

  /**
   * A picture to look at.
   *
   * @param image base64; in a form, a file
   */
  @Schema(name = "DetectRequest")
  public record Detect(byte[] image, Optional<Options> options) {}

  /**
   * A face to enrol: a picture, or an embedding of the collection's contract.
   *
   * @param attributes texts of the caller's own
   */
  @Schema(name = "FaceRequest")
  public record Enrol(
      Optional<byte[]> image,
      Optional<List<Float>> embedding,
      Optional<String> embeddingContractId,
      Optional<Map<String, String>> attributes,
      Optional<Options> options) {}

  /**
   * Who is searched for: one picture or embedding, or a list.
   *
   * @param queries up to 32
   * @param topK subjects to show, 1 to 100; 5 unless said otherwise
   * @param policy without one there is no decision
   */
  @Schema(name = "SearchRequest")
  public record Search(
      Optional<byte[]> image,
      Optional<List<Float>> embedding,
      Optional<String> embeddingContractId,
      Optional<List<Input>> queries,
      Optional<Integer> topK,
      Optional<Deciding> policy,
      Optional<Options> options) {}

  /**
   * Tensors of KServe's protocol; of each one is taken.
   *
   * @param outputs embeddings, if anything
   */
  @Schema(name = "InferRequest")
  public record Infer(
      Optional<String> id, List<Tensor> inputs, Optional<List<Map<String, Object>>> outputs) {}

  /**
   * A tensor.
   *
   * @param name images
   * @param shape N, 3, side, side
   * @param datatype FP32 as the network takes them, or UINT8 pixels in RGB
   * @param data row by row
   */
  @Schema(name = "InferTensor")
  public record Tensor(String name, List<Integer> shape, String datatype, List<Float> data) {}
}
