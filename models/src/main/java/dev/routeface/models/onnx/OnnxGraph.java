package dev.routeface.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an ONNX file says of itself.
 *
 * @param producer program that wrote it, and its version
 * @param inputs what must be fed in, constants apart
 * @param outputs what comes out
 * @param operators how many nodes there are of each, by name
 * @param tensors how many arrays of numbers
 * @param parameters how many numbers in all of them
 * @param metadata texts that its writer added
 */
public record OnnxGraph(
    String producer,
    List<Value> inputs,
    List<Value> outputs,
    Map<String, Long> operators,
    int tensors,
    long parameters,
    Map<String, String> metadata) {

  /**
   * An input or output.
   *
   * @param floats whether its numbers are 32-bit floats
   * @param shape sizes; -1 for one that is free
   */
  public record Value(String name, boolean floats, List<Long> shape) {
    private static Value of(ValueInfoProto info) {
      TypeProto.Tensor tensor = info.getType().getTensorType();
      List<Long> shape = tensor.getShape().getDimList().stream().map(Value::size).toList();
      return new Value(
          printable(info.getName()),
          tensor.getElemType() == TensorProto.DataType.FLOAT.getNumber(),
          shape);
    }

    private static long size(TensorShapeProto.Dimension size) {
      return size.getDimValue() > 0 ? size.getDimValue() : -1;
    }

    /** {@code images [N, 3, 112, 112]}. */
    @Override
    public String toString() {
      return name
          + shape.stream()
              .map(size -> size < 0 ? "?" : size.toString())
              .collect(Collectors.joining(", ", " [", "]"));
    }
  }

  /**
   * Reads a file without loading its numbers or running anything.
   *
   * @throws BadDataException if it is no ONNX graph, or not a whole one
   */
  public static OnnxGraph read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new BadDataException(file + ": expected an ONNX graph of at most 2 GiB, found more");
      }
      return of(file.toString(), channel.map(MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException e) {
      throw new BadDataException(file + ": expected an ONNX graph, found " + Reason.of(e), e);
    }
  }

  private static OnnxGraph of(String file, ByteBuffer bytes) throws IOException {
    ModelProto model = parsed(file, bytes);
    if (!model.hasGraph()) {
      throw new BadDataException(file + ": expected an ONNX model with a graph, found none");
    }
    GraphProto graph = model.getGraph();
    List<TensorProto> constants = graph.getInitializerList();
    requireInside(file, constants);
    Set<String> names = constants.stream().map(TensorProto::getName).collect(Collectors.toSet());
    return new OnnxGraph(
        printable(model.getProducerName() + " " + model.getProducerVersion()).strip(),
        graph.getInputList().stream()
            .filter(input -> !names.contains(input.getName()))
            .map(Value::of)
            .toList(),
        graph.getOutputList().stream().map(Value::of).toList(),
        operators(graph),
        constants.size(),
        constants.stream().mapToLong(OnnxGraph::elements).sum(),
        metadata(model));
  }

  /** Numbers stay where they are, in the mapped file, until somebody asks for them. */
  private static ModelProto parsed(String file, ByteBuffer bytes) throws IOException {
    try {
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new BadDataException(
          file + ": expected a whole ONNX graph, found damage: " + firstSentence(e), e);
    }
  }

  private static String firstSentence(InvalidProtocolBufferException e) {
    return e.getMessage().replaceFirst("(?s)[.]\\s.*|[.]$", "");
  }

  private static Map<String, Long> operators(GraphProto graph) {
    return graph.getNodeList().stream()
        .map(NodeProto::getOpType)
        .map(OnnxGraph::printable)
        .collect(Collectors.groupingBy(o -> o, LinkedHashMap::new, Collectors.counting()));
  }

  /** Without what would move a terminal's cursor. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static long elements(TensorProto tensor) {
    return tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
  }

  private static void requireInside(String file, List<TensorProto> constants) {
    long outside =
        constants.stream()
            .filter(c -> c.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
            .count();
    if (outside > 0) {
      throw new BadDataException(
          "%s: expected a graph that holds its numbers, found %d arrays in other files; save it as one"
              .formatted(file, outside));
    }
  }

  private static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    model.getMetadataPropsList().forEach(e -> metadata.put(e.getKey(), e.getValue()));
    return metadata;
  }

  /**
   * This, if it takes images and gives embeddings.
   *
   * @param file for messages
   * @throws BadDataException naming input or output, if it has another number of them, other types
   *     or other shapes than (N, 3, S, S) and (N, D)
   */
  public OnnxGraph requireEmbedder(Path file) {
    requireOne(file, "input", inputs);
    requireOne(file, "output", outputs);
    requireImages(file, inputs.get(0));
    List<Long> found = outputs.get(0).shape();
    boolean vectors = found.isEmpty() || (found.size() == 2 && found.get(1) != 1);
    if (!vectors || !outputs.get(0).floats()) {
      throw wrong(file, "an output of float vectors [N, D]", described(outputs.get(0)));
    }
    return this;
  }

  private static void requireOne(Path file, String what, List<Value> found) {
    if (found.size() != 1) {
      String all = found.stream().limit(4).map(Value::toString).collect(Collectors.joining(", "));
      throw wrong(file, "one " + what, found.size() + (found.isEmpty() ? "" : ": " + all));
    }
  }

  private static void requireImages(Path file, Value input) {
    List<Long> shape = input.shape();
    boolean last = shape.size() == 4 && shape.get(3) == 3 && shape.get(1) != 3;
    boolean images = shape.size() == 4 && shape.get(1) == 3 && shape.get(2).equals(shape.get(3));
    boolean batches = images && (shape.get(0) < 0 || shape.get(0) == 1);
    if (!batches || !input.floats()) {
      throw wrong(
          file,
          "an input of square float images [N, 3, S, S], N free or 1",
          described(input) + (last ? ", channels last" : ""));
    }
  }

  private static String described(Value value) {
    return value + (value.floats() ? "" : ", not of 32-bit floats");
  }

  private static BadDataException wrong(Path file, String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(file, expected, found));
  }
}
