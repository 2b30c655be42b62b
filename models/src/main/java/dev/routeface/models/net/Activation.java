package dev.routeface.models.net;

/** The nonlinearity of an architecture that can have any. */
public enum Activation {
  /** Fastest in every engine, and the one that survives int8. */
  RELU,
  /** One trained slope per channel: what face networks use since MobileFaceNet. */
  PRELU,
  /** ReLU held at six, as MobileNetV2 has it; some ports of MobileFaceNet kept that. */
  RELU6;

  Layer layer(int channels) {
    return switch (this) {
      case RELU -> new Layer.Relu();
      case PRELU -> new Layer.Prelu(channels);
      case RELU6 -> new Layer.Relu6();
    };
  }
}
