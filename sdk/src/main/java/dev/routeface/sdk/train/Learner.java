package dev.routeface.sdk.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.loss.Hint;
import dev.routeface.sdk.loss.Loss;
import dev.routeface.sdk.loss.Margin;
import dev.routeface.sdk.loss.Mimic;
import dev.routeface.sdk.loss.Sizes;
import dev.routeface.sdk.loss.StepTensors;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network in training with everything that is trained beside it. Knows how to take one step, and
 * nothing of epochs, files or routes.
 */
public final class Learner implements AutoCloseable {
  private static final String EXTRA = "extra.";
  private static final int BATCH = 64;

  private final NDManager scope = TorchEngine.newScope();
  private final List<Loss> losses;
  private final List<String> taps;
  private final TorchNetwork network;
  private final Map<Parameter, NDArray> extras = new LinkedHashMap<>();
  private final Optimizer optimizer;

  /** A new one per step would lie around until the garbage collector runs: memory would grow. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /**
   * Fresh weights as the recipe's seed gives them.
   *
   * @throws IllegalArgumentException if student and teacher do not fit together
   */
  public Learner(Recipe recipe, Sizes sizes) {
    long seed = recipe.training().seed();
    this.losses = recipe.losses();
    this.taps =
        losses.stream().filter(Hint.class::isInstance).map(l -> ((Hint) l).student()).toList();
    var net = recipe.architecture().network();
    this.network = new TorchNetwork(scope, net, taps, InitialWeights.of(net, seed), true);
    List<Parameter> beside =
        losses.stream().flatMap(l -> l.extras(sizes).stream()).distinct().toList();
    Weights initial = InitialWeights.of(beside, seed);
    for (Parameter parameter : beside) {
      extras.put(parameter, trained(parameter, initial.tensor(parameter.name())));
    }
    Map<Parameter, NDArray> all = new LinkedHashMap<>();
    network
        .arrays()
        .forEach(
            (p, array) -> {
              if (p.role().trained()) {
                all.put(p, array);
              }
            });
    all.putAll(extras);
    this.optimizer =
        new Optimizer(scope, recipe.training().optimizer(), recipe.training().clip(), all);
  }

  private NDArray trained(Parameter parameter, Tensor tensor) {
    long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    NDArray array = scope.create(tensor.data(), new Shape(shape));
    array.setRequiresGradient(true);
    return array;
  }

  /**
   * One step of the optimiser.
   *
   * @return the weighted sum of losses before the step
   */
  public double step(FaceBatch batch, Teacher teacher, double learningRate) {
    double value;
    try (NDManager step = scope.newSubManager()) {
      NDArray images = images(step, batch);
      // Before the collector opens: no history is kept of the teacher.
      Teacher.Answer answer = teacher.answer(batch, images);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss = sum(batch, images, answer);
        value = loss.getFloat();
        collector.backward(loss);
      }
    }
    optimizer.step(learningRate);
    return value;
  }

  /** The batch in the engine, where it lies in a buffer that every step uses again. */
  private NDArray images(NDManager step, FaceBatch batch) {
    int bytes = batch.images().length * Float.BYTES;
    if (buffer.capacity() != bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    buffer.asFloatBuffer().put(batch.images());
    var input = network.network().input();
    Shape shape = new Shape(batch.size(), input.channels(), input.height(), input.width());
    return step.create(buffer, shape, DataType.FLOAT32);
  }

  private NDArray sum(FaceBatch batch, NDArray images, Teacher.Answer answer) {
    NDList out = network.forward(images, true);
    Map<String, NDArray> maps = new HashMap<>();
    for (int i = 0; i < taps.size(); i++) {
      maps.put(taps.get(i), out.get(i));
    }
    Map<String, NDArray> beside = new HashMap<>();
    extras.forEach((parameter, array) -> beside.put(parameter.name(), inScope(array, images)));
    StepTensors tensors =
        new StepTensors(
            out.get(taps.size()),
            images.getManager().create(batch.labels()),
            maps,
            answer.embeddings(),
            answer.taps(),
            answer.head(),
            beside);
    return losses.stream()
        .map(loss -> StepTensors.times(loss.value(tensors), loss.weight()))
        .reduce(NDArray::add)
        .orElseThrow();
  }

  /**
   * The same numbers in the scope of the step, gradients included: what is computed from an array
   * stays in that array's scope, and would pile up there.
   */
  private static NDArray inScope(NDArray array, NDArray images) {
    NDArray view = array.reshape(array.getShape());
    view.attach(images.getManager());
    return view;
  }

  /** Forgets the optimiser's past, as at the beginning of a stage. */
  void restartOptimizer() {
    optimizer.restart();
  }

  /** The network in training; it stays this learner's. */
  public TorchNetwork network() {
    return network;
  }

  /** Class centres, if the losses have any, (C, D). */
  Optional<Tensor> head() {
    return extras().stream().filter(tensor -> tensor.name().equals(Margin.HEAD)).findFirst();
  }

  /**
   * Embeddings as the teacher would see them: through the adaptor, if there is one.
   *
   * @return (N, E)
   */
  UnitVectors embed(FacePixels faces, Preparation preparation) {
    float[] images = new float[BATCH * preparation.length()];
    Optional<Tensor> adaptor =
        extras().stream().filter(tensor -> tensor.name().equals(Mimic.ADAPTOR)).findFirst();
    int dimension = adaptor.map(a -> a.shape().get(0)).orElse(network.network().embedding());
    float[] all = new float[faces.size() * dimension];
    for (int start = 0; start < faces.size(); start += BATCH) {
      int count = Math.min(BATCH, faces.size() - start);
      for (int i = 0; i < count; i++) {
        preparation.prepare(faces.rgb(start + i), images, i * preparation.length());
      }
      float[] part = network.embed(Arrays.copyOf(images, count * preparation.length()), count);
      float[] seen = adaptor.map(a -> adapted(part, a)).orElse(part);
      System.arraycopy(seen, 0, all, start * dimension, seen.length);
    }
    return UnitVectors.normalise(dimension, all);
  }

  /** {@code A f} for every row. */
  private static float[] adapted(float[] rows, Tensor adaptor) {
    int out = adaptor.shape().get(0);
    int in = adaptor.shape().get(1);
    float[] result = new float[rows.length / in * out];
    for (int i = 0; i < result.length; i++) {
      for (int k = 0; k < in; k++) {
        result[i] += adaptor.data()[i % out * in + k] * rows[i / out * in + k];
      }
    }
    return result;
  }

  /** Arrays trained beside the network, without prefix. */
  List<Tensor> extras() {
    List<Tensor> tensors = new ArrayList<>();
    extras.forEach(
        (p, array) -> tensors.add(new Tensor(p.name(), p.shape(), array.toFloatArray())));
    return tensors;
  }

  /** Everything that the next step depends on. */
  List<Tensor> state() {
    List<Tensor> state = new ArrayList<>(network.weights().tensors().values());
    extras().forEach(t -> state.add(new Tensor(EXTRA + t.name(), t.shape(), t.data())));
    state.addAll(optimizer.state());
    return state;
  }

  /** Goes on from a saved state. */
  void load(Weights state) {
    network.load(state);
    extras.forEach((p, array) -> array.set(state.tensor(EXTRA + p.name()).data()));
    optimizer.load(state);
  }

  /** Arrays alive in this learner's scope, for tests of memory. */
  int liveArrays() {
    return scope.getManagedArrays().size();
  }

  @Override
  public void close() {
    optimizer.close();
    scope.close();
  }
}
