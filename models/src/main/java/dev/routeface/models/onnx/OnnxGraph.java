package dev.routeface.models.onnx;

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
 * What an ONNX file says of itself. Field numbers are those of {@code onnx.proto3}.
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
    private static final long FLOAT = 1;

    private static Value of(Message info) {
      List<Message> tensor =
          info.messages(2).stream().flatMap(t -> t.messages(1).stream()).toList();
      boolean floats = tensor.stream().anyMatch(t -> t.number(1).orElse(0L) == FLOAT);
      List<Long> shape =
          tensor.stream()
              .flatMap(t -> t.messages(2).stream())
              .flatMap(sizes -> sizes.messages(1).stream())
              .map(size -> size.number(1).filter(known -> known > 0).orElse(-1L))
              .toList();
      return new Value(info.text(1), floats, shape);
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

  /** Where a tensor says that its numbers lie in another file. */
  private static final long EXTERNAL = 1;

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

  private static OnnxGraph of(String file, ByteBuffer bytes) {
    Message model = new Message(file, bytes);
    List<Message> graphs = model.messages(7);
    if (graphs.size() != 1) {
      throw new BadDataException(
          file + ": expected an ONNX model with one graph, found " + graphs.size());
    }
    Message graph = graphs.get(0);
    List<Message> constants = graph.messages(5);
    requireInside(file, constants);
    Set<String> names = constants.stream().map(c -> c.text(8)).collect(Collectors.toSet());
    return new OnnxGraph(
        (model.text(2) + " " + model.text(3)).strip(),
        graph.messages(11).stream().map(Value::of).filter(v -> !names.contains(v.name())).toList(),
        graph.messages(12).stream().map(Value::of).toList(),
        graph.messages(1).stream()
            .collect(
                Collectors.groupingBy(n -> n.text(4), LinkedHashMap::new, Collectors.counting())),
        constants.size(),
        constants.stream().mapToLong(OnnxGraph::elements).sum(),
        metadata(model));
  }

  private static long elements(Message tensor) {
    return tensor.numbers(1).stream().reduce(1L, (a, b) -> a * b);
  }

  private static void requireInside(String file, List<Message> constants) {
    long outside = constants.stream().filter(c -> c.number(14).orElse(0L) == EXTERNAL).count();
    if (outside > 0) {
      throw new BadDataException(
          "%s: expected a graph that holds its numbers, found %d arrays in other files; save it as one"
              .formatted(file, outside));
    }
  }

  private static Map<String, String> metadata(Message model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    model.messages(14).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
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
