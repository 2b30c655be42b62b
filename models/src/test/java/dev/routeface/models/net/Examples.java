package dev.routeface.models.net;

import java.util.List;
import java.util.stream.Stream;

/** A few members of every family, for the contract that all must keep. */
final class Examples {
  private Examples() {}

  /** Fails for a family that was added without examples. */
  static List<Architecture> of(Class<?> family) {
    return switch (family.getSimpleName()) {
      case "IResNet" ->
          List.of(IResNet.narrow(), IResNet.depth18(), new IResNet(16, four(1), four(3), 2));
      case "MobileFaceNet" ->
          List.of(
              MobileFaceNet.paper(),
              new MobileFaceNet(64, 0.5, Activation.RELU, 512),
              new MobileFaceNet(16, 0.25, Activation.RELU6, 4, MobileFaceNet.Stem.SEPARABLE));
      case "MobileNetV2" ->
          List.of(
              MobileNetV2.face(),
              new MobileNetV2(32, 6, 0.5, 100, MobileNetV2.Head.CLASSIFIER),
              new MobileNetV2(33, 1, 0.05, 2, MobileNetV2.Head.EMBEDDING));
      case "SlimResNet" ->
          List.of(
              SlimResNet.student(),
              SlimResNet.guide(),
              new SlimResNet(49, 8, List.of(), SlimResNet.Head.FULL, 3));
      default -> throw new AssertionError("no examples of " + family);
    };
  }

  static Stream<Architecture> all() {
    return Stream.of(Architecture.class.getPermittedSubclasses())
        .flatMap(family -> of(family).stream());
  }

  private static List<Integer> four(int value) {
    return List.of(value, value, value, value);
  }
}
