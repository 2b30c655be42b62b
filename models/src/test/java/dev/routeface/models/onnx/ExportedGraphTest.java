package dev.routeface.models.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.MobileNetV2;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Node;
import dev.routeface.models.net.RandomWeights;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.net.SmallNetworks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportedGraphTest {
  /**
   * Counted by hand in table 1 of the paper: 50 convolutions, 33 PReLU of 4 operators, 4 + 6 + 2
   * sums.
   */
  @Test
  void mobileFaceNetHasTheOperatorsOfItsTable() {
    assertEquals(
        "{Add=45, Conv=50, Flatten=1, LpNormalization=1, Mul=66, Relu=33}",
        operators(graph(new MobileFaceNet(32, 0.25, Activation.PRELU, 16))));
    ExportedGraph direct =
        new ExportedGraph(
            graph(new MobileFaceNet(32, 0.25, Activation.PRELU, 16)).folded(),
            new GraphForm(PreluForm.OPERATOR, Optional.empty(), 17),
            Quantisation.NONE);
    assertEquals("{Add=12, Conv=50, Flatten=1, LpNormalization=1, PRelu=33}", operators(direct));
  }

  @Test
  void iResNetKeepsTheNormalisationThatBeginsAUnit() {
    String operators = operators(graph(new IResNet(32, List.of(2, 1, 1, 2), fours(), 16)));
    assertTrue(operators.contains("BatchNormalization=6,"), operators);
    assertTrue(operators.contains("Gemm=1,"), operators);
  }

  @Test
  void otherFamiliesKeepNone() {
    Stream.of(
            new MobileNetV2(32, 2, 0.25, 16, MobileNetV2.Head.EMBEDDING),
            SmallNetworks.slim(SlimResNet.Head.FULL),
            SmallNetworks.slim(SlimResNet.Head.DEPTHWISE))
        .forEach(
            net ->
                assertFalse(operators(graph(net)).contains("BatchNormalization"), net::toString));
  }

  @Test
  void takesAnyNumberOfImagesAndSaysWhatItIs() {
    ModelProto model =
        parsed(graph(SmallNetworks.slim(SlimResNet.Head.FULL)).bytes(Map.of("k", "v")));
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals("", model.getOpsetImport(0).getDomain());
    assertEquals("k", model.getMetadataProps(0).getKey());
    assertEquals("v", model.getMetadataProps(0).getValue());
    assertEquals(
        "N",
        model.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0).getDimParam());
    assertEquals(
        "N",
        model.getGraph().getOutput(0).getType().getTensorType().getShape().getDim(0).getDimParam());
  }

  @Test
  void refusesOperatorsThatAreTooOldOrUnknown() {
    assertEquals(
        "expected an opset from 13 to 21, found 12",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GraphForm(PreluForm.COMPOSED, Optional.empty(), 12))
            .getMessage());
  }

  /** What makes a graph of bytes fast: nothing stands between a kernel and its bytes. */
  @ParameterizedTest
  @MethodSource("dev.routeface.models.net.SmallNetworks#all")
  void everyLayerInBytesReadsBytesAndGivesThem(Architecture architecture) {
    ExportedGraph floats = graph(architecture);
    GraphProto graph = quantised(floats);
    Map<String, NodeProto> makers = makers(graph);
    Set<String> layers = Set.copyOf(floats.quantisable());
    for (NodeProto node : graph.getNodeList()) {
      if (layers.contains(node.getName()) || node.getName().endsWith(".map")) {
        for (String input : node.getInputList()) {
          assertEquals("DequantizeLinear", makers.get(input).getOpType(), node.getName());
        }
        assertTrue(node.getOpType().equals("Gemm") || endsInBytes(graph, node), node.getName());
      }
    }
  }

  private static boolean endsInBytes(GraphProto graph, NodeProto node) {
    List<NodeProto> readers = readers(graph, node.getOutput(0));
    if (readers.size() == 1 && Set.of("Relu", "Clip").contains(readers.get(0).getOpType())) {
      readers = readers(graph, readers.get(0).getOutput(0));
    }
    return readers.size() == 1 && readers.get(0).getOpType().equals("QuantizeLinear");
  }

  @ParameterizedTest
  @MethodSource("dev.routeface.models.net.SmallNetworks#all")
  void weightsAreSymmetricBytesWithAScalePerOutput(Architecture architecture) {
    ExportedGraph floats = graph(architecture);
    Map<String, TensorProto> constants =
        quantised(floats).getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, c -> c));
    for (Node node : floats.folded().network().nodes()) {
      TensorProto bytes = constants.get(node.name() + ".weight.bytes");
      if (bytes != null) {
        assertEquals(TensorProto.DataType.INT8.getNumber(), bytes.getDataType());
        TensorProto scale = constants.get(node.name() + ".weight.scale");
        assertEquals(bytes.getDims(0), scale.getDims(0));
        TensorProto bias = constants.get(node.name() + ".bias.ints");
        assertEquals(TensorProto.DataType.INT32.getNumber(), bias.getDataType());
        byte[] values = bytes.getRawData().toByteArray();
        for (byte value : values) {
          assertTrue(value != Byte.MIN_VALUE, node.name());
        }
      }
    }
  }

  @Test
  void aLayerInFloatKeepsItsNumbers() {
    ExportedGraph floats = graph(SmallNetworks.slim(SlimResNet.Head.FULL));
    Quantisation sparing = Quantisation.full(ranges(floats)).sparing("stage1.unit1.1.conv");
    GraphProto graph = parsed(floats.with(sparing).bytes(Map.of())).getGraph();
    Map<String, NodeProto> makers = makers(graph);
    NodeProto spared =
        graph.getNodeList().stream()
            .filter(node -> node.getName().equals("stage1.unit1.1.conv"))
            .findFirst()
            .orElseThrow();
    assertFalse(makers.containsKey(spared.getInput(1)));
    assertEquals("stem.relu.restored", spared.getInput(0));
  }

  @Test
  void onlyOperatorsOfOnnxItself() {
    SmallNetworks.all()
        .flatMap(net -> quantised(graph(net)).getNodeList().stream())
        .forEach(node -> assertEquals("", node.getDomain(), node.getOpType()));
  }

  /** {@code x = scale (byte - zero)} at both ends, and zero exactly. */
  @Test
  void aRangeHoldsItsEndsAndZero() {
    Range range = Range.of(-1, 3);
    assertEquals(4 / 255f, range.scale());
    assertEquals(64, range.zero());
    assertEquals(0, Range.of(2, 5).low());
    assertEquals(1, Range.of(0, 0).scale());
    assertEquals(
        "expected a finite range around 0, found 0.0 to Infinity",
        assertThrows(IllegalArgumentException.class, () -> Range.of(0, Double.POSITIVE_INFINITY))
            .getMessage());
  }

  private static List<Integer> fours() {
    return List.of(4, 4, 4, 4);
  }

  private static ExportedGraph graph(Architecture architecture) {
    Network network = architecture.network();
    return ExportedGraph.of(Folded.of(network, RandomWeights.of(network, 3)));
  }

  private static GraphProto quantised(ExportedGraph floats) {
    return parsed(floats.with(Quantisation.full(ranges(floats))).bytes(Map.of())).getGraph();
  }

  private static Map<String, Range> ranges(ExportedGraph floats) {
    Map<String, Range> ranges = new HashMap<>(Map.of(Network.INPUT, Range.of(-1, 1)));
    floats.folded().network().nodes().forEach(n -> ranges.put(n.name(), Range.of(-1, 2)));
    return ranges;
  }

  private static Map<String, NodeProto> makers(GraphProto graph) {
    return graph.getNodeList().stream().collect(Collectors.toMap(n -> n.getOutput(0), n -> n));
  }

  private static List<NodeProto> readers(GraphProto graph, String value) {
    return graph.getNodeList().stream().filter(n -> n.getInputList().contains(value)).toList();
  }

  private static String operators(ExportedGraph graph) {
    Map<String, Long> counts =
        parsed(graph.bytes(Map.of())).getGraph().getNodeList().stream()
            .collect(
                Collectors.groupingBy(NodeProto::getOpType, TreeMap::new, Collectors.counting()));
    return counts.toString();
  }

  private static ModelProto parsed(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
