package dev.routeface.eval.devkit;

/** What becomes of images that are noise. */
public enum NoiseStrategy {
  /** They are left out of probes and distractors. */
  DROP,
  /**
   * InsightFace's {@code remove_noises.py}: everything gets one more dimension, zero but for noisy
   * distractors, where it is 100, out of everybody's reach; a noisy probe becomes the unit vector
   * of the sum of its identity's clean features and of a uniform jitter of 0.001, seeded here.
   */
  INSIGHTFACE,
  /**
   * FaceX-Zoo's evaluator: a noisy probe becomes the unit vector of the sum of its identity's clean
   * features, a noisy distractor becomes zero. Meant for cosines: at the devkit's score zero is
   * nearer to every probe than any face of a cosine below one half.
   */
  FACEXZOO
}
