package dev.routeface.models.foreign;

import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.IResNet;

/** Whose names weights can be written under. */
public enum ForeignNames {
  /** Ours. */
  ROUTEFACE,
  /** InsightFace's arcface_torch: every IResNet. */
  ARCFACE_TORCH;

  Dialect dialect() {
    return switch (this) {
      case ROUTEFACE -> new PlainNames();
      case ARCFACE_TORCH -> new ArcFaceTorch();
    };
  }

  /** Whether these names exist for all arrays of a network. */
  boolean writes(Architecture architecture) {
    return this == ROUTEFACE || architecture instanceof IResNet;
  }
}
