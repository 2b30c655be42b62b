package dev.routeface.server.model;

import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.embed.Flip;

/**
 * What has to be equal for embeddings to be comparable: the network's content, how pixels were
 * prepared for it, and which views were added.
 *
 * @param id {@code ec_} and 64 hexadecimal digits
 */
public record Contract(String id) {
  /** The contract of an embedder's content, preparation and views. */
  public static Contract of(String sha256, Preparation preparation, Flip flip) {
    return new Contract("ec_" + Sha256.ofText(sha256 + "\n" + preparation + "\n" + flip.name()));
  }
}
