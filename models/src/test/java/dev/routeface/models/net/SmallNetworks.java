package dev.routeface.models.net;

import java.util.List;
import java.util.stream.Stream;

/** Every family, and every kind of its layers, at a size that computes in a moment. */
public final class SmallNetworks {
  private SmallNetworks() {}

  public static Stream<Architecture> all() {
    return Stream.of(
        new MobileFaceNet(32, 0.25, Activation.PRELU, 16),
        new MobileFaceNet(32, 0.25, Activation.RELU, 16),
        new MobileFaceNet(32, 0.25, Activation.RELU6, 16, MobileFaceNet.Stem.SEPARABLE),
        new IResNet(32, List.of(2, 1, 1, 2), List.of(8, 8, 16, 16), 16),
        new MobileNetV2(32, 2, 0.25, 16, MobileNetV2.Head.EMBEDDING),
        new MobileNetV2(32, 2, 0.25, 16, MobileNetV2.Head.CLASSIFIER),
        slim(SlimResNet.Head.DEPTHWISE),
        slim(SlimResNet.Head.FULL));
  }

  public static SlimResNet slim(SlimResNet.Head head) {
    return new SlimResNet(
        32, 8, List.of(new SlimResNet.Stage(8, 1, 1), new SlimResNet.Stage(16, 1, 2)), head, 16);
  }
}
