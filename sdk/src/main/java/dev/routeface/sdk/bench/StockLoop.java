package dev.routeface.sdk.bench;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.loss.Mimic;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.OptimizerChoice;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.train.FaceBatch;

/**
 * The baseline: a plain loop of the stock API, with its own blocks, trainer and optimiser, NCHW,
 * and nothing tuned. Images, targets, loss and learning rate are those of our loop.
 */
final class StockLoop implements Loop {
  private final Model model = Model.newInstance("stock", "PyTorch");
  private final Trainer trainer;
  private final Shape image;
  private final UnitVectors targets;

  /**
   * @param recipe of a MobileFaceNet, with SGD and without weight decay
   * @param targets embeddings to mimic by view of the batch, (2 N, D)
   */
  StockLoop(Recipe recipe, UnitVectors targets) {
    int size = recipe.preparation().size();
    this.image = new Shape(3, size, size);
    this.targets = targets;
    model.setBlock(StockMobileFaceNet.block(size, targets.dimension()));
    this.trainer = model.newTrainer(config(recipe.training()));
    trainer.initialize(batched(1));
  }

  private static DefaultTrainingConfig config(Recipe.Training training) {
    float momentum = (float) ((OptimizerChoice.Sgd) training.optimizer()).momentum();
    float rate = (float) training.learningRate().base();
    // A trainer must be given a loss; the loop computes its own.
    return new DefaultTrainingConfig(Loss.l2Loss())
        .optOptimizer(
            Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(rate))
                .optMomentum(momentum)
                .build());
  }

  /** Takes over the numbers of our network: the same arrays, in the same order. */
  void load(Weights weights) {
    Block block = model.getBlock();
    var tensors = weights.tensors().values().iterator();
    block.getParameters().values().forEach(p -> p.getArray().set(tensors.next().data()));
  }

  @Override
  public double step(FaceBatch batch) {
    double value;
    try (NDManager step = trainer.getManager().newSubManager()) {
      NDArray images = step.create(batch.images(), batched(batch.size()));
      NDArray wanted =
          step.create(
              targets.select(batch.views()).values().array(),
              new Shape(batch.size(), targets.dimension()));
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray embeddings = trainer.forward(new NDList(images)).singletonOrThrow();
        NDArray loss = Mimic.squaredDistance(embeddings, wanted);
        value = loss.getFloat();
        collector.backward(loss);
      }
      trainer.step();
    }
    return value;
  }

  private Shape batched(int size) {
    return new Shape(size).addAll(image);
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
