package dev.routeface.sdk.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.Tensor;
import dev.routeface.sdk.math.UnitVectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the teacher says about a batch, from wherever it comes. */
public sealed interface Teacher extends AutoCloseable {
  /**
   * Answers for one batch.
   *
   * @param embeddings (N, E), unit length
   * @param taps feature maps by layer name
   * @param head class centres, (C, E); the embeddings themselves where there is no head
   */
  record Answer(NDArray embeddings, Map<String, NDArray> taps, NDArray head) {}

  /**
   * @param images the student's images, (N, 3, H, W); the answer belongs to their scope
   */
  Answer answer(FaceBatch batch, NDArray images);

  @Override
  void close();

  /** No teacher: the losses do not ask. */
  record None() implements Teacher {
    @Override
    public Answer answer(FaceBatch batch, NDArray images) {
      return new Answer(images, Map.of(), images);
    }

    @Override
    public void close() {}
  }

  /**
   * Embeddings computed beforehand.
   *
   * @param rows image and mirror image in turns, (2 N, E)
   * @param head class centres of the teacher's own training, if it had any
   */
  record Stored(UnitVectors rows, Optional<Tensor> head) implements Teacher {
    @Override
    public Answer answer(FaceBatch batch, NDArray images) {
      NDManager scope = images.getManager();
      UnitVectors chosen = rows.select(batch.views());
      NDArray embeddings =
          scope.create(chosen.values().array(), new Shape(batch.size(), rows.dimension()));
      return new Answer(embeddings, Map.of(), headOr(head, scope, embeddings));
    }

    @Override
    public void close() {}
  }

  /**
   * The network itself, run on every batch.
   *
   * @param network frozen, returning {@code taps} and the embedding
   */
  record Online(TorchNetwork network, List<String> taps, Optional<Tensor> head) implements Teacher {
    @Override
    public Answer answer(FaceBatch batch, NDArray images) {
      NDList out = network.forward(images, false);
      Map<String, NDArray> maps = new HashMap<>();
      for (int i = 0; i < taps.size(); i++) {
        maps.put(taps.get(i), out.get(i));
      }
      NDArray embeddings = out.get(taps.size()).normalize(2, 1, 1e-12);
      return new Answer(embeddings, maps, headOr(head, images.getManager(), embeddings));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static NDArray headOr(Optional<Tensor> head, NDManager scope, NDArray otherwise) {
    return head.map(h -> scope.create(h.data(), new Shape(h.shape().get(0), h.shape().get(1))))
        .orElse(otherwise);
  }
}
