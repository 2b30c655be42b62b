package dev.routeface.models.torch;

import dev.routeface.models.io.DurableFile;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network with its numbers as a TorchScript archive, as {@code torch.jit.load} and DJL read it:
 * images (N, 3, S, S) in, embeddings of unit length (N, D) out. The arrays are the module's
 * parameters, under our names with underscores for dots.
 */
public final class ScriptFile {
  private static final String CLASS = "__torch__.Net";

  private final Network network;
  private final Weights weights;
  private final Map<String, String> attributes = new LinkedHashMap<>();

  private ScriptFile(Network network, Weights weights) {
    this.network = network;
    this.weights = weights;
    Parameter.of(network)
        .forEach(p -> attributes.put(p.name(), p.name().replaceAll("[^A-Za-z0-9]", "_")));
  }

  /**
   * Writes a file that is whole or absent.
   *
   * @param texts extra files that travel along, by name
   */
  public static void write(Path file, Network network, Weights weights, Map<String, String> texts) {
    ScriptFile script = new ScriptFile(network, weights);
    DurableFile.write(file, out -> script.write(out, texts));
  }

  private void write(OutputStream out, Map<String, String> texts) throws IOException {
    try (ScriptZip zip = new ScriptZip(out)) {
      zip.text("data.pkl", pickle());
      zip.text("constants.pkl", ScriptZip.NO_CONSTANTS);
      zip.text("version", ScriptZip.VERSION);
      zip.text("code/__torch__.py", code());
      int storage = 0;
      for (String name : attributes.keySet()) {
        zip.member("data/" + storage++, littleEndian(weights.tensor(name).data()));
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.member("extra/" + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private String code() {
    Map<String, String> own = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> own.put(name, "self." + attribute));
    String names =
        attributes.values().stream().map(a -> '"' + a + '"').collect(Collectors.joining(", "));
    String declared =
        attributes.values().stream()
            .map(a -> "  " + a + " : Tensor\n")
            .collect(Collectors.joining());
    return "class Net(Module):\n  __parameters__ = ["
        + names
        + ", ]\n  __buffers__ = []\n"
        + declared
        + "  training : bool\n  def forward(self: "
        + CLASS
        + ", input: Tensor) -> Tensor:\n"
        + TorchScript.unitEmbedding(network, own);
  }

  /** The module: its arrays by attribute, and that it is not in training. */
  private String pickle() {
    StringBuilder pickle = new StringBuilder("\u0080\u0002c__torch__\nNet\n)\u0081}(");
    int storage = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      pickle.append(text(attribute.getValue()));
      pickle.append(tensor(storage++, weights.tensor(attribute.getKey())));
    }
    return pickle.append(text("training")).append('\u0089').append("ub.").toString();
  }

  /** The call {@code _rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())}. */
  private static String tensor(int storage, Tensor tensor) {
    return "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text(String.valueOf(storage))
        + text("cpu")
        + number(tensor.data().length)
        + "tQ"
        + number(0)
        + tuple(tensor.shape())
        + tuple(strides(tensor.shape()))
        + "\u0089ccollections\nOrderedDict\n)RtR";
  }

  private static List<Integer> strides(List<Integer> shape) {
    Integer[] strides = new Integer[shape.size()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.get(axis);
    }
    return List.of(strides);
  }

  private static String tuple(List<Integer> numbers) {
    return "(" + numbers.stream().map(ScriptFile::number).collect(Collectors.joining()) + "t";
  }

  /** {@code BINUNICODE}: four bytes of length, then ASCII. */
  private static String text(String text) {
    return "X" + fourBytes(text.length()) + text;
  }

  /** {@code BININT}. */
  private static String number(int number) {
    return "J" + fourBytes(number);
  }

  private static String fourBytes(int number) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
