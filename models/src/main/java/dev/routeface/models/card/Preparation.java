package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;

/**
 * Everything that happens to the pixels of an aligned face before the network sees them: the one
 * place where pixels become floats.
 *
 * <p>Value of channel {@code c}: {@code (pixel - mean[c]) / scale[c]} with pixels in 0..255.
 *
 * @param size side of the square input in pixels
 * @param order channel order the network was trained with
 * @param mean three means, in the network's channel order, in pixel units
 * @param scale three divisors, in the network's channel order, in pixel units, each above 0
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Preparation(int size, ChannelOrder order, double[] mean, double[] scale) {
  /** Order of the colour channels in the network's input. */
  public enum ChannelOrder {
    RGB,
    BGR
  }

  /** Number of colour channels. */
  public static final int CHANNELS = 3;

  public Preparation {
    mean = mean.clone();
    scale = scale.clone();
    if (size < 1 || mean.length != CHANNELS || scale.length != CHANNELS) {
      throw new IllegalArgumentException(
          "expected a size of at least 1, 3 means and 3 scales, found size "
              + size
              + ", "
              + mean.length
              + " means, "
              + scale.length
              + " scales");
    }
    for (double s : scale) {
      if (!(s > 0)) {
        throw new IllegalArgumentException("expected scales above 0, found " + s);
      }
    }
  }

  /** Pixels as they are, 0 to 255 in RGB: for whoever prepares them further. */
  public static Preparation pixels(int size) {
    return new Preparation(size, ChannelOrder.RGB, new double[] {0, 0, 0}, new double[] {1, 1, 1});
  }

  @Override
  public double[] mean() {
    return mean.clone();
  }

  @Override
  public double[] scale() {
    return scale.clone();
  }

  /** Floats of one prepared face: channels times height times width. */
  public int length() {
    return CHANNELS * size * size;
  }

  /**
   * Writes one face as planar floats.
   *
   * @param rgb interleaved RGB bytes, {@code size * size * 3} (H, W, 3)
   * @param out receives (3, H, W) floats from {@code offset} on
   */
  public void prepare(byte[] rgb, float[] out, int offset) {
    int plane = size * size;
    if (rgb.length != CHANNELS * plane) {
      throw new IllegalArgumentException(
          "expected " + CHANNELS * plane + " bytes of RGB pixels, found " + rgb.length);
    }
    for (int c = 0; c < CHANNELS; c++) {
      int source = order == ChannelOrder.RGB ? c : CHANNELS - 1 - c;
      float[] table = table(c);
      int to = offset + c * plane;
      for (int i = 0, from = source; i < plane; i++, from += CHANNELS) {
        out[to + i] = table[rgb[from] & 0xff];
      }
    }
  }

  /** A byte has 256 values, so the arithmetic is done once for each. */
  private float[] table(int channel) {
    float[] table = new float[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = (float) ((value - mean[channel]) / scale[channel]);
    }
    return table;
  }

  /** Reads {@code {"size", "order", "mean", "scale"}}. */
  public static Preparation of(Fields fields) {
    return new Preparation(
        fields.integer("size", 8, 1024),
        ChannelOrder.valueOf(fields.choice("order", "RGB", "BGR")),
        fields.numbers("mean", CHANNELS, -255, 255),
        fields.numbers("scale", CHANNELS, 1e-6, 1e6));
  }

  public ObjectNode toJson() {
    ObjectNode json = Fields.object();
    json.put("size", size).put("order", order.name());
    for (double m : mean) {
      json.withArray("mean").add(m);
    }
    for (double s : scale) {
      json.withArray("scale").add(s);
    }
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preparation that && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
