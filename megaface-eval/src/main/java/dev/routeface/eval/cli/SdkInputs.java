package dev.routeface.eval.cli;

import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;

/** Data sets and models as the sdk opens them: the one place where judging meets the engine. */
final class SdkInputs implements Inputs {
  @Override
  public FaceDataset faces(Path path) {
    throw new UnsupportedOperationException(path + ": no data set reader is linked to the judge");
  }

  @Override
  public LoadedModel model(Path path) {
    throw new UnsupportedOperationException(path + ": no embedder is linked to the judge");
  }
}
