package dev.routeface.models.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PyTorch computes with these files stands in {@code ForeignNetworksTest}. */
class TranslationTest {
  private static final IResNet SMALL = new IResNet(16, List.of(1, 2, 1, 1), List.of(2, 3, 4, 5), 6);

  @TempDir Path folder;

  @Test
  void recognisesNamesAndShapes() throws IOException {
    assertRecognised("iresnet.pth", "IResNet of InsightFace's arcface_torch", SMALL);
    assertRecognised(
        "treb1en.pth",
        "MobileFaceNet of TreB1eN's InsightFace_Pytorch",
        new MobileFaceNet(16, 0.125, Activation.PRELU, 4));
    assertRecognised(
        "foamliu.pt",
        "MobileFaceNet of foamliu's port",
        new MobileFaceNet(16, 0.125, Activation.RELU6, 4, MobileFaceNet.Stem.SEPARABLE));
  }

  private void assertRecognised(String name, String from, Architecture architecture)
      throws IOException {
    Translation found = translated(read(name));
    assertEquals(from, found.from());
    assertEquals(architecture, found.architecture());
    assertEquals(
        Parameter.of(architecture.network()).stream().map(Parameter::name).toList(),
        List.copyOf(found.weights().tensors().keySet()));
  }

  /** What two arrays of ours would share, one of them would get wrongly. */
  @Test
  void mapsEveryNodeToAModuleOfItsOwn() {
    assertModulesDiffer(new ArcFaceTorch(), IResNet.depth50());
    assertModulesDiffer(new Treb1enMobileFaceNet(), MobileFaceNet.paper());
    assertModulesDiffer(
        new FoamliuMobileFaceNet(),
        new MobileFaceNet(112, 1, Activation.RELU6, 128, MobileFaceNet.Stem.SEPARABLE));
    assertModulesDiffer(new PlainNames(), MobileFaceNet.paper());
  }

  private static void assertModulesDiffer(Dialect dialect, Architecture architecture) {
    List<String> modules =
        architecture.network().nodes().stream().map(node -> dialect.module(node.name())).toList();
    assertEquals(modules.size(), modules.stream().distinct().count(), dialect.title());
  }

  @Test
  void readsThePapersNetworksFromShapesAlone() {
    for (IResNet paper :
        List.of(IResNet.depth18(), IResNet.depth34(), IResNet.depth50(), IResNet.depth100())) {
      assertEquals(paper, new ArcFaceTorch().architecture(hollow(paper), "w"));
    }
  }

  /** Arrays of the right shapes, where only the shapes of a few are looked at. */
  private static Weights hollow(IResNet network) {
    List<Tensor> tensors = new ArrayList<>();
    for (Parameter p : Parameter.of(network.network())) {
      int dot = p.name().lastIndexOf('.');
      String name = new ArcFaceTorch().module(p.name().substring(0, dot)) + p.name().substring(dot);
      tensors.add(new Tensor(name, p.shape(), new float[p.elements()]));
    }
    return Weights.of(tensors);
  }

  @Test
  void reportsEverythingThatDoesNotFitAtOnceInTheNamesOfTheFile() throws IOException {
    Checkpoint whole = read("iresnet.pth");
    Checkpoint damaged =
        changed(
            whole,
            tensors -> {
              tensors.removeIf(t -> t.name().equals("features.running_mean"));
              tensors.removeIf(t -> t.name().equals("layer3.0.conv2.weight"));
              tensors.replaceAll(
                  t ->
                      t.name().equals("bn2.bias")
                          ? new Tensor("bn2.bias", List.of(7), new float[7])
                          : t);
              tensors.add(new Tensor("se.weight", List.of(1), new float[1]));
              return tensors;
            });
    assertEquals(
        "r.pth: expected the network's arrays, found 4 differences:"
            + " layer3.0.conv2.weight: expected [4, 4, 3, 3], found nothing;"
            + " bn2.bias: expected [5], found [7];"
            + " features.running_mean: expected [6], found nothing;"
            + " se.weight: expected nothing, found [1]",
        refusal(damaged, Optional.empty()));
  }

  @Test
  void reportsAnArrayThatWouldHaveToldTheShape() throws IOException {
    Checkpoint without =
        changed(
            read("iresnet.pth"),
            tensors -> {
              tensors.removeIf(t -> t.name().equals("fc.weight"));
              return tensors;
            });
    String message = refusal(without, Optional.empty());
    assertEquals(
        "fc.weight: expected [512, 245], found nothing",
        message.replaceFirst(".*differences: ", "").replaceFirst(";.*", ""));
  }

  @Test
  void refusesNamesOfNobody() {
    Checkpoint strange =
        new Checkpoint(
            "x",
            Weights.of(List.of(new Tensor("blocks.0.attn.qkv.weight", List.of(), new float[1]))),
            List.of());
    assertEquals(
        "r.pth: expected the names of IResNet of InsightFace's arcface_torch, or of MobileFaceNet of"
            + " foamliu's port, or of MobileFaceNet of TreB1eN's InsightFace_Pytorch, or of a"
            + " network of RouteFace; found blocks.0.attn.qkv.weight",
        refusal(strange, Optional.empty()));
  }

  @Test
  void ourOwnNamesNeedTheirArchitecture() {
    Weights own = InitialWeights.of(SMALL.network(), 1);
    Checkpoint checkpoint = new Checkpoint("x", own, List.of());
    assertEquals(
        "r.pth: expected --architecture, which names of RouteFace do not tell by themselves, found"
            + " none",
        refusal(checkpoint, Optional.empty()));
    assertEquals(own, Translation.of(checkpoint, Optional.of(SMALL), "r.pth").weights());
  }

  @Test
  void aStatedArchitectureIsHeldAgainstTheFile() throws IOException {
    String message =
        refusal(
            read("iresnet.pth"),
            Optional.of(new IResNet(16, List.of(1, 2, 1, 1), List.of(2, 3, 4, 5), 7)));
    assertEquals(
        "r.pth: expected the network's arrays, found 6 differences:"
            + " fc.weight: expected [7, 5], found [6, 5]; fc.bias: expected [7], found [6];"
            + " features.weight: expected [7], found [6]; features.bias: expected [7], found [6];"
            + " features.running_mean: expected [7], found [6];"
            + " features.running_var: expected [7], found [6]",
        message);
  }

  @Test
  void refusesNumbersThatAreNone() throws IOException {
    Checkpoint broken =
        changed(
            read("foamliu.pt"),
            tensors -> {
              tensors.replaceAll(
                  t ->
                      t.name().equals("bn.bias")
                          ? new Tensor(t.name(), t.shape(), new float[] {0, Float.NaN, 0, 0})
                          : t);
              return tensors;
            });
    assertEquals(
        "r.pth: expected finite numbers, found NaN in embedding.bn.bias",
        refusal(broken, Optional.empty()));
  }

  private Checkpoint read(String name) throws IOException {
    return Checkpoint.read(ByPyTorch.file(folder, name));
  }

  private static Checkpoint changed(Checkpoint checkpoint, UnaryOperator<List<Tensor>> change) {
    List<Tensor> tensors = new ArrayList<>(checkpoint.weights().tensors().values());
    return new Checkpoint("x", Weights.of(change.apply(tensors), Map.of()), List.of());
  }

  private static Translation translated(Checkpoint checkpoint) {
    return Translation.of(checkpoint, Optional.empty(), "r.pth");
  }

  private static String refusal(Checkpoint checkpoint, Optional<Architecture> stated) {
    return assertThrows(
            BadWeightsException.class, () -> Translation.of(checkpoint, stated, "r.pth"))
        .getMessage();
  }
}
