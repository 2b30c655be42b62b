package dev.routeface.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.routeface.models.net.Activation;
import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;
import dev.routeface.models.net.MobileFaceNet;
import dev.routeface.models.net.MobileNetV2;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.SlimResNet;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The layer list, computed by the engine, against the same networks written in PyTorch. */
class TorchNetworkTest {
  private static final int IMAGES = 3;

  /** What PyTorch gives for the last image, and the length of all embeddings together. */
  private record Golden(double first, double second, double third, double length) {}

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = TorchEngine.newScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /**
   * Values of PyTorch 1.13.1 (Debian 1.13.1+dfsg-4) for the modules of {@code PublishedCountsTest},
   * made narrow, with every array and image filled by {@link #weights} and {@link #images}: {@code
   * eval()}, then {@code train()}, and the first two entries of the first normalisation's variance
   * afterwards.
   */
  static Stream<Arguments> goldens() {
    SlimResNet slim = slim(SlimResNet.Head.DEPTHWISE);
    return Stream.of(
        arguments(
            new IResNet(32, List.of(1, 2, 1, 1), List.of(8, 8, 12, 16), 6),
            new Golden(0.1872684, 0.1712863, 0.148006, 0.6291926),
            new Golden(0.2452158, 0.210662, 0.1589621, 0.6255511),
            new double[] {0.617202, 0.6412395}),
        arguments(
            new MobileFaceNet(32, 0.25, Activation.PRELU, 6),
            new Golden(-0.04863635, 0.03776585, 0.06880435, 1.116181),
            new Golden(-0.3393723, -0.2398898, -0.3411682, 0.9999841),
            new double[] {0.6171206, 0.6414361}),
        arguments(
            new MobileNetV2(33, 2, 0.25, 6, MobileNetV2.Head.CLASSIFIER),
            new Golden(4.799504, -6.014926, 11.50995, 24.87843),
            new Golden(4.941646, -6.131696, 11.40455, 22.78603),
            new double[] {0.6151894, 0.6338719}),
        arguments(
            slim,
            new Golden(-0.01934739, -0.01186901, -0.05745833, 0.3328068),
            new Golden(-0.210418, -0.2377746, -0.0840346, 0.9581565),
            new double[] {0.6185246, 0.6328617}),
        arguments(
            slim(SlimResNet.Head.FULL),
            new Golden(-0.2377614, 0.2397778, 0.2258524, 0.8614576),
            new Golden(-0.2970503, 0.2837068, 0.2211313, 0.8792487),
            new double[] {0.6185246, 0.6328617}));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void computesWhatPyTorchComputes(
      Architecture architecture, Golden inference, Golden training, double[] variance) {
    Network network = architecture.network();
    try (TorchNetwork torch = torch(network, List.of(), true)) {
      agree(inference, torch.embed(images(network), IMAGES));
      agree(training, embedding(torch.forward(batch(network), true)));
      float[] found = torch.weights().tensor(firstVariance(network)).data();
      assertArrayEquals(variance, new double[] {found[0], found[1]}, 1e-5);
    }
  }

  @Test
  void inferenceChangesNothing() {
    Network network = slim(SlimResNet.Head.FULL).network();
    try (TorchNetwork torch = torch(network, List.of(), true)) {
      torch.embed(images(network), IMAGES);
      assertEquals(weights(network), torch.weights());
    }
  }

  @Test
  void aBatchEmbedsAsItsImagesDoOneByOne() {
    Network network = slim(SlimResNet.Head.DEPTHWISE).network();
    try (TorchNetwork torch = torch(network, List.of(), false)) {
      float[] images = images(network);
      float[] together = torch.embed(images, IMAGES);
      int pixels = images.length / IMAGES;
      for (int i = 0; i < IMAGES; i++) {
        assertArrayEquals(
            Arrays.copyOfRange(together, 6 * i, 6 * (i + 1)),
            torch.embed(Arrays.copyOfRange(images, pixels * i, pixels * (i + 1)), 1),
            1e-5f);
      }
    }
  }

  @Test
  void tapsComeBeforeTheEmbeddingInTheOrderAskedFor() {
    Network network = slim(SlimResNet.Head.FULL).network();
    List<String> taps = List.of("stage2.unit1.add", "stem.relu");
    try (TorchNetwork torch = torch(network, taps, false)) {
      NDList out = torch.forward(batch(network), false);
      assertEquals(new Shape(IMAGES, 12, 7, 7), out.get(0).getShape());
      assertEquals(new Shape(IMAGES, 8, 13, 13), out.get(1).getShape());
      assertEquals(new Shape(IMAGES, 6), out.get(2).getShape());
      assertArrayEquals(torch.embed(images(network), IMAGES), embedding(out), 1e-6f);
    }
  }

  @Test
  void refusesATapThatIsNoLayer() {
    Network network = slim(SlimResNet.Head.FULL).network();
    assertEquals(
        "expected a layer of the network, found stage9",
        assertThrows(IllegalArgumentException.class, () -> torch(network, List.of("stage9"), false))
            .getMessage());
  }

  @Test
  void loadingReplacesTheNumbers() {
    Network network = slim(SlimResNet.Head.FULL).network();
    try (TorchNetwork torch = torch(network, List.of(), false)) {
      float[] before = torch.embed(images(network), IMAGES);
      torch.forward(batch(network), true);
      torch.load(weights(network));
      assertEquals(weights(network), torch.weights());
      assertArrayEquals(before, torch.embed(images(network), IMAGES));
    }
  }

  private TorchNetwork torch(Network network, List<String> taps, boolean trained) {
    return new TorchNetwork(scope, network, taps, weights(network), trained);
  }

  private static SlimResNet slim(SlimResNet.Head head) {
    SlimResNet.Stage first = new SlimResNet.Stage(8, 1, 1);
    return new SlimResNet(25, 8, List.of(first, new SlimResNet.Stage(12, 2, 2)), head, 6);
  }

  private NDArray batch(Network network) {
    int side = network.input().height();
    return scope.create(images(network), new Shape(IMAGES, 3, side, side));
  }

  private static float[] embedding(NDList out) {
    return out.get(out.size() - 1).toFloatArray();
  }

  private static void agree(Golden golden, float[] embeddings) {
    double tolerance = 1e-4 * golden.length();
    assertArrayEquals(
        new double[] {golden.first(), golden.second(), golden.third()},
        new double[] {embeddings[12], embeddings[13], embeddings[14]},
        tolerance);
    double square = 0;
    for (float value : embeddings) {
      square += (double) value * value;
    }
    assertEquals(golden.length(), Math.sqrt(square), tolerance);
  }

  private static String firstVariance(Network network) {
    return Parameter.of(network).stream()
        .filter(parameter -> parameter.role() == Parameter.Role.RUNNING_VARIANCE)
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** Element i of array n is {@code ((7919 i + 104729 n) mod 2003 - 1001) / 4096}, exactly. */
  private static Weights weights(Network network) {
    List<Tensor> tensors = new ArrayList<>();
    for (Parameter p : Parameter.of(network)) {
      float[] data = new float[p.elements()];
      for (int i = 0; i < data.length; i++) {
        data[i] = ((i * 7919L + tensors.size() * 104729L) % 2003 - 1001) / 4096f;
        if (p.role() == Parameter.Role.RUNNING_VARIANCE) {
          data[i] = Math.abs(data[i]) + 0.5f;
        }
      }
      tensors.add(new Tensor(p.name(), p.shape(), data));
    }
    return Weights.of(tensors);
  }

  /** Element i of the batch is {@code (31 i mod 511 - 255) / 256}, exactly. */
  private static float[] images(Network network) {
    float[] images = new float[IMAGES * network.input().elements()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 31L % 511 - 255) / 256f;
    }
    return images;
  }
}
