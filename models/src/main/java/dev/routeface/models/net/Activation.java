package dev.routeface.models.net;

/** The nonlinearity of an architecture that can have either. */
public enum Activation {
  /** Fastest in every engine, and the one that survives int8. */
  RELU,
  /** One trained slope per channel: what face networks use since MobileFaceNet. */
  PRELU;

  Layer layer(int channels) {
    return this == RELU ? new Layer.Relu() : new Layer.Prelu(channels);
  }
}
