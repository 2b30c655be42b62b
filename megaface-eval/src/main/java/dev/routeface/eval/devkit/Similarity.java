package dev.routeface.eval.devkit;

/** What the score of two features is. */
public enum Similarity {
  /** Minus the squared Euclidean distance of the features as they are: the devkit's own. */
  DEVKIT,
  /** The cosine: the product of both, each scaled to unit length first. */
  COSINE
}
