package dev.routeface.sdk.embed;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.ScriptArchive;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.torch.ScriptedNetwork;
import java.nio.file.Path;

/** A closed embedder: a TorchScript archive, run by the training engine. */
public final class TorchScriptEmbedder implements Embedder {
  private final ScriptedNetwork network;
  private final Preparation preparation;
  private final String sha256;

  /**
   * @throws dev.routeface.models.io.BadDataException if the file is no such archive, reaches for
   *     files, or does not turn images as prepared into vectors
   */
  public TorchScriptEmbedder(Path file, Preparation preparation) {
    ScriptArchive.read(file);
    this.preparation = preparation;
    this.sha256 = Sha256.ofFile(file);
    this.network = new ScriptedNetwork(file, preparation.size());
  }

  @Override
  public Preparation preparation() {
    return preparation;
  }

  @Override
  public int dimension() {
    return network.dimension();
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
    network.close();
  }
}
