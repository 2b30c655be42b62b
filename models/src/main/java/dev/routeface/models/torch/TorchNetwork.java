package dev.routeface.models.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its numbers, ready to compute. It owns its arrays: close it to free them.
 *
 * <p>Used by one thread at a time.
 */
public final class TorchNetwork implements AutoCloseable {
  private final Network network;
  private final NDManager scope;
  private final PtSymbolBlock training;
  private final PtSymbolBlock inference;
  private final Map<Parameter, NDArray> arrays = new LinkedHashMap<>();

  /**
   * @param parent scope that bounds this network's life at the latest
   * @param taps names of nodes whose outputs {@link #forward} returns before the embedding
   * @param weights all arrays of the network
   * @param trained whether gradients are kept for the trained arrays
   */
  public TorchNetwork(
      NDManager parent, Network network, List<String> taps, Weights weights, boolean trained) {
    this.network = network;
    this.scope = parent.newSubManager();
    this.training = TorchEngine.compile(scope, TorchScript.archive(network, taps, true));
    this.inference = TorchEngine.compile(scope, TorchScript.archive(network, taps, false));
    for (Parameter parameter : Parameter.of(network)) {
      NDArray array = scope.create(weights.tensor(parameter.name()).data(), shape(parameter));
      // Arrays of one name become one list argument of the script, in this order.
      array.setName("p[]");
      array.setRequiresGradient(trained && parameter.role().trained());
      arrays.put(parameter, array);
    }
  }

  public Network network() {
    return network;
  }

  /**
   * Runs the network.
   *
   * @param images (N, 3, H, W); results belong to its scope
   * @param asTraining whether normalisations use, and learn from, this batch
   * @return the taps in their order, each (N, C, H, W) or (N, C), then the embedding (N, D), not
   *     normalised
   */
  public NDList forward(NDArray images, boolean asTraining) {
    NDList arguments = new NDList(images);
    arguments.addAll(arrays.values());
    return IValueUtils.forward(asTraining ? training : inference, arguments, true);
  }

  /**
   * Embeds without leaving anything behind.
   *
   * @param images {@code count} prepared images, (N, 3, H, W)
   * @return {@code count} embeddings, not normalised, (N, D)
   */
  public float[] embed(float[] images, int count) {
    try (NDManager step = scope.newSubManager()) {
      dev.routeface.models.net.Shape input = network.input();
      NDArray batch =
          step.create(images, new Shape(count, input.channels(), input.height(), input.width()));
      NDList out = forward(batch, false);
      return out.get(out.size() - 1).toFloatArray();
    }
  }

  /** The arrays, in the order of {@link Parameter#of}. They stay this network's. */
  public Map<Parameter, NDArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /** A copy of all numbers. */
  public Weights weights() {
    List<Tensor> tensors = new ArrayList<>();
    arrays.forEach(
        (parameter, array) ->
            tensors.add(new Tensor(parameter.name(), parameter.shape(), array.toFloatArray())));
    return Weights.of(tensors);
  }

  /** Replaces all numbers in place. */
  public void load(Weights weights) {
    arrays.forEach((parameter, array) -> array.set(weights.tensor(parameter.name()).data()));
  }

  @Override
  public void close() {
    scope.close();
  }

  private static Shape shape(Parameter parameter) {
    return new Shape(parameter.shape().stream().mapToLong(Integer::longValue).toArray());
  }
}
