package dev.routeface.sdk.embed;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.net.Network;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.Weights;
import java.util.List;

/** A network of ours in the training engine. */
public final class NetworkEmbedder implements Embedder {
  private final NDManager scope = TorchEngine.newScope();
  private final TorchNetwork network;
  private final Preparation preparation;
  private final String sha256;

  /**
   * @param sha256 digest of the file that the weights came from
   */
  public NetworkEmbedder(Network network, Preparation preparation, Weights weights, String sha256) {
    this.network = new TorchNetwork(scope, network, List.of(), weights, false);
    this.preparation = preparation;
    this.sha256 = sha256;
  }

  @Override
  public Preparation preparation() {
    return preparation;
  }

  @Override
  public int dimension() {
    return network.network().embedding();
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public float[] raw(float[] images, int count) {
    return network.embed(images, count);
  }

  @Override
  public void close() {
    scope.close();
  }
}
