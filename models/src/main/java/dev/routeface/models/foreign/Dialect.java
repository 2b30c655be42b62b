package dev.routeface.models.foreign;

import dev.routeface.models.net.Architecture;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How one program names the arrays of one of our architectures. A dialect is a table in one file;
 * {@link Translation} does the work.
 */
public sealed interface Dialect
    permits ArcFaceTorch, FoamliuMobileFaceNet, PlainNames, Treb1enMobileFaceNet {
  /** All of them. */
  static List<Dialect> all() {
    return List.of(
        new ArcFaceTorch(),
        new FoamliuMobileFaceNet(),
        new Treb1enMobileFaceNet(),
        new PlainNames());
  }

  /** Whose names these are. */
  String title();

  /** Whether an array of this name could be one of its. */
  boolean knows(String name);

  /**
   * The architecture that the shapes tell of; the paper's numbers where an array is missing that
   * would tell, so that it is reported with everything else that does not fit.
   *
   * @throws dev.routeface.models.weights.BadWeightsException if names and shapes do not tell
   * @param where stands for the weights in messages
   */
  Architecture architecture(Weights weights, String where);

  /** The module that one of our nodes is; the node's own name if it is none. */
  String module(String node);

  /** The same function with arrays that our architecture has. */
  default Weights adapted(Weights weights) {
    return weights;
  }

  /** One of an array's sizes, or the paper's where there is none that could be. */
  static int size(Weights weights, String name, int axis, IntPredicate possible, int paper) {
    Tensor tensor = weights.tensors().get(name);
    boolean told = tensor != null && axis < tensor.shape().size();
    return told && possible.test(tensor.shape().get(axis)) ? tensor.shape().get(axis) : paper;
  }
}
