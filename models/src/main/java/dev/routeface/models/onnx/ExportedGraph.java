package dev.routeface.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.routeface.models.net.Node;
import java.util.List;
import java.util.Map;

/**
 * A network as an ONNX graph: images in any number in, {@link #INPUT} (N, 3, S, S), embeddings of
 * unit length out, {@link #OUTPUT} (N, D). Only operators of ONNX itself.
 *
 * @param folded layers and numbers
 * @param form how they are written
 * @param quantisation which of them count in bytes
 */
public record ExportedGraph(Folded folded, GraphForm form, Quantisation quantisation) {
  /** Name of the graph's input. */
  public static final String INPUT = "images";

  /** Name of the graph's output. */
  public static final String OUTPUT = "unit_embedding";

  /** Of files; what runtimes have read since 2021, and enough for every opset here. */
  private static final int IR_VERSION = 8;

  /** In the usual form, in float. */
  public static ExportedGraph of(Folded folded) {
    return new ExportedGraph(folded, GraphForm.usual(), Quantisation.NONE);
  }

  /** This, counting as the quantisation says. */
  public ExportedGraph with(Quantisation other) {
    return new ExportedGraph(folded, form, other);
  }

  /** Names of the layers that can count in bytes, in order. */
  public List<String> quantisable() {
    return folded.network().nodes().stream()
        .filter(node -> ByteBorders.quantisable(node.layer()))
        .map(Node::name)
        .toList();
  }

  /** Names of the maps that pass through bytes, the network's input first. */
  public List<String> maps() {
    return new ByteBorders(folded.network(), quantisation).maps();
  }

  /**
   * The bytes of an ONNX file.
   *
   * @param metadata texts that travel along
   */
  public byte[] bytes(Map<String, String> metadata) {
    ModelProto.Builder model = model(GraphWriter.write(this, List.of()));
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  /**
   * The same graph with more outputs.
   *
   * @param maps names of layers whose outputs are given out after the embedding
   */
  public byte[] tapped(List<String> maps) {
    return model(GraphWriter.write(this, maps)).build().toByteArray();
  }

  private ModelProto.Builder model(GraphProto graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("routeface")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(form.opset()))
        .setGraph(graph);
  }
}
