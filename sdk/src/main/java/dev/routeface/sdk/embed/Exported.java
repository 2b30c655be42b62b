package dev.routeface.sdk.embed;

import dev.routeface.models.card.Label;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.FileKind;
import dev.routeface.models.foreign.ScriptArchive;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.onnx.OnnxGraph;
import dev.routeface.models.weights.Safetensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file that may say itself what it is: what {@code export} writes does, and others may.
 *
 * @param file of any of the kinds that are written
 * @param texts what travels along in it, by key
 */
public record Exported(Path file, Map<String, String> texts) {
  /**
   * Reads what the file says of itself, and runs nothing.
   *
   * @throws dev.routeface.models.io.BadInputException if it is damaged
   */
  public static Exported read(Path file) {
    Map<String, String> texts =
        switch (FileKind.of(file)) {
          case ONNX -> OnnxGraph.read(file).metadata();
          case SAFETENSORS -> Safetensors.read(file).metadata();
          case ZIP -> ScriptArchive.texts(file);
          default -> Map.of();
        };
    return new Exported(file, texts);
  }

  /** How its images are prepared, if it says so. */
  public Optional<Preparation> preparation() {
    return Label.preparation(file.toString(), texts);
  }

  /** The whole label, if this is an export of ours. */
  public Optional<Label> label() {
    return Label.of(file.toString(), texts);
  }

  /** The network, of a safetensors file that says its architecture; in whoever's names it is. */
  Optional<Translation> weights() {
    if (FileKind.of(file) != FileKind.SAFETENSORS) {
      return Optional.empty();
    }
    return label()
        .map(label -> Translation.of(Checkpoint.read(file), label.architecture(), file.toString()));
  }
}
