package dev.routeface.models.net;

/**
 * One step of a network. A layer says what is computed, never how: training, export and cost are
 * readings of the same list (see {@link Network}).
 *
 * <p>Shapes below are (C, H, W) of one sample.
 */
public sealed interface Layer {
  /**
   * Cross-correlation, zero padding on all sides: (in, H, W) to (out, H', W') with {@code H' = (H +
   * 2 padding - kernel) / stride + 1}, rounded down.
   *
   * @param groups 1, or {@code in} for a depthwise convolution
   */
  record Conv(int in, int out, int kernel, int stride, int padding, int groups, boolean bias)
      implements Layer {
    public Conv {
      if (in % groups != 0 || out % groups != 0) {
        throw new IllegalArgumentException(
            "expected groups that divide %d and %d channels, found %d".formatted(in, out, groups));
      }
    }

    /** Ungrouped, without bias, padded so that stride 1 keeps the size. */
    public static Conv of(int in, int out, int kernel, int stride) {
      return new Conv(in, out, kernel, stride, kernel / 2, 1, false);
    }

    /** One filter per channel, without bias, padded so that stride 1 keeps the size. */
    public static Conv depthwise(int channels, int kernel, int stride) {
      return new Conv(channels, channels, kernel, stride, kernel / 2, channels, false);
    }

    /**
     * One filter per channel over the whole map: (C, k, k) to (C, 1, 1). GDConv of MobileFaceNet.
     */
    public static Conv globalDepthwise(int channels, int kernel) {
      return new Conv(channels, channels, kernel, 1, 0, channels, false);
    }
  }

  /**
   * Batch normalisation over every channel (Ioffe and Szegedy, ICML 2015), with running statistics
   * for use after training. Works on maps and on flat vectors.
   *
   * @param trainScale false keeps the scale at one, as the last layer of IResNet does
   */
  record BatchNorm(int channels, boolean trainScale) implements Layer {
    /** Added to the variance. */
    public static final double EPSILON = 1e-5;

    /** Share of the new batch in the running statistics. */
    public static final double MOMENTUM = 0.1;

    public static BatchNorm of(int channels) {
      return new BatchNorm(channels, true);
    }
  }

  /** {@code max(0, x)}. */
  record Relu() implements Layer {}

  /** {@code min(max(0, x), 6)} (Sandler et al., "MobileNetV2", CVPR 2018). */
  record Relu6() implements Layer {}

  /** {@code x} where positive, {@code a[c] * x} elsewhere, one trained slope per channel. */
  record Prelu(int channels) implements Layer {
    /** Slope before training (He et al., ICCV 2015). */
    public static final float INITIAL_SLOPE = 0.25f;
  }

  /** Sum of two inputs of equal shape: the shortcut of a residual unit. */
  record Add() implements Layer {}

  /** Mean over height and width: (C, H, W) to (C, 1, 1). */
  record GlobalAveragePool() implements Layer {}

  /** (C, H, W) to (C * H * W), channel-major. */
  record Flatten() implements Layer {}

  /** {@code W x + b} on a flat vector. */
  record Linear(int in, int out, boolean bias) implements Layer {}
}
