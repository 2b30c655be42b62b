package dev.routeface.sdk.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;

/**
 * PReLU as a user of the stock API has to write it: the API's own block has a slope without shape,
 * which cannot be initialised, and the operation behind it is not implemented for this engine.
 * {@code relu(x) + a (x - relu(x))}.
 */
final class ComposedPrelu extends AbstractBlock {
  private static final float INITIAL_SLOPE = 0.25f;

  private final Parameter slope =
      addParameter(
          Parameter.builder()
              .setName("alpha")
              .setType(Parameter.Type.OTHER)
              .optInitializer(new ConstantInitializer(INITIAL_SLOPE))
              .build());

  @Override
  protected void prepare(Shape[] inputs) {
    slope.setShape(new Shape(1, inputs[0].get(1), 1, 1)); // (1, C, 1, 1)
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow(); // (N, C, H, W)
    NDArray positive = Activation.relu(x);
    NDArray negative = x.sub(positive).mul(store.getValue(slope, x.getDevice(), training));
    return new NDList(positive.add(negative));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return inputs;
  }
}
