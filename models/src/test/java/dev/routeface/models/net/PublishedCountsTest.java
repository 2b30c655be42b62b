package dev.routeface.models.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parameters, multiply-accumulates and arrays of every network, against PyTorch 1.13.1 (Debian
 * 1.13.1+dfsg-4): modules written after the papers' tables and, for IResNet and MobileNetV2,
 * checked against the public sources (insightface, arcface_torch; RepDistiller). Parameters are
 * {@code sum(p.numel() for p in net.parameters())}; multiply-accumulates come from forward hooks on
 * {@code Conv2d} and {@code Linear}; arrays are the entries of {@code state_dict()} without {@code
 * num_batches_tracked}.
 */
class PublishedCountsTest {
  static Stream<Arguments> counts() {
    return Stream.of(
        arguments(IResNet.depth18(), 24_025_600L, 2_609_954_816L, 156),
        arguments(IResNet.depth34(), 34_139_328L, 4_459_642_880L, 276),
        arguments(IResNet.depth50(), 43_590_848L, 6_309_330_944L, 396),
        arguments(IResNet.depth100(), 65_156_160L, 12_089_606_144L, 771),
        arguments(
            new IResNet(64, List.of(2, 2, 2, 2), List.of(64, 128, 256, 512), 512),
            15_374_848L,
            852_230_144L,
            156),
        arguments(IResNet.narrow(), 964_480L, 54_591_488L, 156),
        arguments(MobileFaceNet.paper(), 1_003_136L, 220_965_376L, 283),
        arguments(new MobileFaceNet(64, 1, Activation.PRELU, 128), 986_240L, 72_196_096L, 283),
        arguments(new MobileFaceNet(112, 1, Activation.RELU, 128), 995_584L, 220_965_376L, 250),
        arguments(new MobileFaceNet(112, 1, Activation.PRELU, 512), 1_200_512L, 221_161_984L, 283),
        arguments(new MobileFaceNet(64, 0.5, Activation.RELU, 128), 276_480L, 19_320_832L, 250),
        // "mobile_half" with 100 classes.
        arguments(classifier(0.5), 812_836L, 6_523_648L, 267),
        // Above width 1 the last convolution widens too.
        arguments(classifier(1.4), 4_470_904L, 42_233_072L, 267),
        arguments(MobileNetV2.face(), 848_832L, 78_510_528L, 270),
        arguments(mobileNetV2(64, 6, 0.5), 848_832L, 25_746_432L, 270),
        arguments(mobileNetV2(64, 3, 0.35), 431_300L, 8_327_984L, 270),
        arguments(SlimResNet.student(), 84_432L, 5_969_728L, 45),
        arguments(SlimResNet.guide(), 983_608L, 38_140_032L, 70),
        arguments(resized(SlimResNet.student(), 64), 85_392L, 7_794_688L, 45),
        arguments(resized(SlimResNet.student(), 112), 93_840L, 23_854_336L, 45),
        arguments(resized(SlimResNet.guide(), 49), 983_608L, 34_397_832L, 70));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void agreeWithPyTorch(Architecture architecture, long parameters, long macs, int arrays) {
    Network network = architecture.network();
    assertEquals(new Cost(parameters, macs), Cost.of(network));
    assertEquals(arrays, Parameter.of(network).size());
  }

  private static MobileNetV2 classifier(double width) {
    return new MobileNetV2(32, 6, width, 100, MobileNetV2.Head.CLASSIFIER);
  }

  private static MobileNetV2 mobileNetV2(int size, int expansion, double width) {
    return new MobileNetV2(size, expansion, width, 128, MobileNetV2.Head.EMBEDDING);
  }

  private static SlimResNet resized(SlimResNet net, int size) {
    return new SlimResNet(size, net.stem(), net.stages(), net.head(), net.embedding());
  }
}
