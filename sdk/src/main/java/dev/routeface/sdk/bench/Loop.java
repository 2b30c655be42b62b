package dev.routeface.sdk.bench;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.net.Network;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.sdk.loss.Sizes;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.train.FaceBatch;
import dev.routeface.sdk.train.Learner;
import dev.routeface.sdk.train.Teacher;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training loop under measurement, which takes one batch at a time. */
interface Loop extends AutoCloseable {
  /**
   * One step.
   *
   * @return the loss before the step
   */
  double step(FaceBatch batch);

  @Override
  void close();

  /** Our own loop, as the trainer runs it, at a constant rate. */
  record Ours(Learner learner, Teacher teacher, double rate) implements Loop {
    static Ours of(Recipe recipe, int identities, Teacher teacher) {
      Network network = recipe.architecture().network();
      int embedding = network.embedding();
      Sizes sizes = new Sizes(identities, network.shapes(), embedding, Map.of(), embedding);
      return new Ours(new Learner(recipe, sizes), teacher, recipe.training().learningRate().base());
    }

    /** The teacher's answers, computed beforehand. */
    static Teacher cached(UnitVectors targets) {
      return new Teacher.Stored(targets, Optional.empty());
    }

    /** The teacher itself. Speed does not depend on its numbers, so they are fresh ones. */
    static Teacher online(Network guide, long seed) {
      NDManager scope = TorchEngine.newScope();
      TorchNetwork network =
          new TorchNetwork(scope, guide, List.of(), InitialWeights.of(guide, seed), false);
      return new Teacher.Online(network, List.of(), Optional.empty());
    }

    @Override
    public double step(FaceBatch batch) {
      return learner.step(batch, teacher, rate);
    }

    @Override
    public void close() {
      teacher.close();
      learner.close();
    }
  }
}
