package dev.routeface.models.net;

import java.util.ArrayList;
import java.util.List;

/**
 * One array of numbers that a network owns.
 *
 * @param name node name and suffix, as in a PyTorch state dict: {@code stage1.unit1.conv1.weight}
 * @param shape weight layout of PyTorch: convolution (out, in / groups, k, k), linear (out, in)
 * @param role what it is for: whether it is trained, whether weight decay touches it
 */
public record Parameter(String name, List<Integer> shape, Role role) {
  /** What an array is for. */
  public enum Role {
    /** Convolution and linear weights: trained, decayed. */
    WEIGHT(true),
    /** Convolution and linear biases. */
    BIAS(true),
    /** Scale of a normalisation. */
    NORM_SCALE(true),
    /** Shift of a normalisation. */
    NORM_SHIFT(true),
    /** Slopes of PReLU. */
    SLOPE(true),
    /** A normalisation's scale that stays one. */
    FIXED_SCALE(false),
    /** Running mean of a normalisation: changed by training, not by gradients. */
    RUNNING_MEAN(false),
    /** Running variance of a normalisation. */
    RUNNING_VARIANCE(false);

    private final boolean trained;

    Role(boolean trained) {
      this.trained = trained;
    }

    /** Whether gradients change it. */
    public boolean trained() {
      return trained;
    }

    /** Whether it counts as a parameter; running statistics do not, as everywhere. */
    public boolean counted() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }

  public Parameter {
    shape = List.copyOf(shape);
  }

  public int elements() {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  /** Every array of a network, in the order of its nodes. */
  public static List<Parameter> of(Network network) {
    List<Parameter> all = new ArrayList<>();
    network.nodes().forEach(node -> all.addAll(of(node)));
    return List.copyOf(all);
  }

  /** The arrays of one node; none for layers without. */
  public static List<Parameter> of(Node node) {
    List<Parameter> own = new ArrayList<>();
    String name = node.name();
    if (node.layer() instanceof Layer.Conv conv) {
      own.add(
          new Parameter(
              name + ".weight",
              List.of(conv.out(), conv.in() / conv.groups(), conv.kernel(), conv.kernel()),
              Role.WEIGHT));
      bias(own, name, conv.bias(), conv.out());
    } else if (node.layer() instanceof Layer.Linear linear) {
      own.add(new Parameter(name + ".weight", List.of(linear.out(), linear.in()), Role.WEIGHT));
      bias(own, name, linear.bias(), linear.out());
    } else if (node.layer() instanceof Layer.BatchNorm norm) {
      List<Integer> shape = List.of(norm.channels());
      Role scale = norm.trainScale() ? Role.NORM_SCALE : Role.FIXED_SCALE;
      own.add(new Parameter(name + ".weight", shape, scale));
      own.add(new Parameter(name + ".bias", shape, Role.NORM_SHIFT));
      own.add(new Parameter(name + ".running_mean", shape, Role.RUNNING_MEAN));
      own.add(new Parameter(name + ".running_var", shape, Role.RUNNING_VARIANCE));
    } else if (node.layer() instanceof Layer.Prelu prelu) {
      own.add(new Parameter(name + ".weight", List.of(prelu.channels()), Role.SLOPE));
    }
    return own;
  }

  private static void bias(List<Parameter> own, String name, boolean present, int size) {
    if (present) {
      own.add(new Parameter(name + ".bias", List.of(size), Role.BIAS));
    }
  }
}
