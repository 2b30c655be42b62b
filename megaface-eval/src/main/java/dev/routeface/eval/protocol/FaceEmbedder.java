package dev.routeface.eval.protocol;

import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.RawEmbeddings;
import dev.routeface.sdk.math.UnitVectors;

/** A model as protocols see it: faces in, embeddings out. */
@FunctionalInterface
public interface FaceEmbedder {
  /** A row for every image of a data set, in its order, none left out. */
  UnitVectors embed(FaceDataset faces);

  /**
   * Embeddings before they are scaled to unit length, where single images may fail; for protocols
   * that weigh lengths or count failures. As it stands here it serves a model that gives unit
   * vectors only: every length is one, and none fails.
   */
  default RawEmbeddings raw(FaceDataset faces) {
    return RawEmbeddings.of(embed(faces));
  }
}
