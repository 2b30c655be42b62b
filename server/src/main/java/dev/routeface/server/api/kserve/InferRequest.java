package dev.routeface.server.api.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Aligned faces as a tensor.
 *
 * @param id told back
 * @param images one tensor (N, 3, S, S)
 */
record InferRequest(Optional<String> id, Tensor images) {
  /** Faces of one request. */
  static final int MOST = 32;

  /**
   * Prepared faces.
   *
   * @param values (N, 3, S, S)
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, not kept
  record Tensor(float[] values, int count) {}

  /** Reads the protocol's body; parameters are the server's to ignore. */
  static InferRequest of(Fields fields, Preparation preparation) {
    fields.has("parameters");
    outputs(fields);
    List<Tensor> inputs = fields.objects("inputs", input -> tensor(input, preparation));
    if (inputs.size() != 1) {
      throw fields.refuse("inputs", "one tensor", inputs.size());
    }
    return new InferRequest(
        fields.has("id") ? Optional.of(fields.text("id")) : Optional.empty(), inputs.get(0));
  }

  private static void outputs(Fields fields) {
    if (fields.has("outputs")) {
      fields.objects(
          "outputs",
          output -> {
            output.has("parameters");
            return output.choice("name", KServeController.OUTPUT);
          });
    }
  }

  private static Tensor tensor(Fields input, Preparation preparation) {
    input.has("parameters");
    input.choice("name", KServeController.INPUT);
    boolean pixels = input.choice("datatype", "FP32", "UINT8").equals("UINT8");
    int count = count(input, preparation.size());
    float[] values = new float[count * preparation.length()];
    int filled = flatten(input.node("data"), values, 0, pixels, input);
    if (filled != values.length) {
      throw input.refuse("data", values.length + " numbers, as the shape says", filled);
    }
    return new Tensor(pixels ? prepared(values, count, preparation) : values, count);
  }

  private static int count(Fields input, int size) {
    List<Integer> shape = input.integers("shape", 1, 1 << 20);
    boolean fits =
        shape.size() == 4
            && shape.get(0) <= MOST
            && shape.subList(1, 4).equals(List.of(Preparation.CHANNELS, size, size));
    if (!fits) {
      throw input.refuse(
          "shape", "[N, 3, %d, %d] with N up to %d".formatted(size, size, MOST), shape);
    }
    return shape.get(0);
  }

  /** Lists of lists are taken as they are written, row by row. */
  private static int flatten(JsonNode data, float[] values, int at, boolean pixels, Fields input) {
    int next = at;
    if (data.isArray()) {
      for (JsonNode item : data) {
        next = flatten(item, values, next, pixels, input);
      }
      return next;
    }
    if (next == values.length) {
      throw input.refuse("data", values.length + " numbers, as the shape says", "more");
    }
    boolean fits =
        pixels
            ? data.isInt() && data.intValue() >= 0 && data.intValue() <= 255
            : data.isNumber() && Float.isFinite(data.floatValue());
    if (!fits) {
      throw input.refuse(
          "data",
          pixels ? "whole numbers from 0 to 255" : "finite numbers",
          data.isNumber() ? data : data.getNodeType());
    }
    values[next] = data.floatValue();
    return next + 1;
  }

  /** Planes of RGB bytes through the model's preparation. */
  private static float[] prepared(float[] planes, int count, Preparation preparation) {
    int plane = preparation.size() * preparation.size();
    float[] values = new float[planes.length];
    byte[] rgb = new byte[preparation.length()];
    for (int face = 0; face < count; face++) {
      int from = face * preparation.length();
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] =
            (byte) planes[from + (i % Preparation.CHANNELS) * plane + i / Preparation.CHANNELS];
      }
      preparation.prepare(rgb, values, from);
    }
    return values;
  }
}
