package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.file.Path;
import java.util.Optional;

/** A model that reads a face's place on a circle off its name. */
final class CircleModel implements Inputs {
  @Override
  public FaceDataset faces(Path path) {
    throw new AssertionError("faces are named by lists");
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public LoadedModel model(Path path, Optional<Path> preparation, Flip flip) {
    return new LoadedModel() {
      @Override
      public ObjectNode facts() {
        return Fields.object();
      }

      @Override
      public String sha256() {
        return "0".repeat(64);
      }

      @Override
      public UnitVectors embed(FaceDataset faces) {
        float[] values = new float[2 * faces.size()];
        for (int i = 0; i < faces.size(); i++) {
          double place = Integer.parseInt(faces.name(i).replaceAll("^.*?(\\d+)\\.jpg$", "$1"));
          values[2 * i] = (float) Math.cos(place / 10);
          values[2 * i + 1] = (float) Math.sin(place / 10);
        }
        return UnitVectors.normalise(2, values);
      }

      @Override
      public void close() {}
    };
  }
}
