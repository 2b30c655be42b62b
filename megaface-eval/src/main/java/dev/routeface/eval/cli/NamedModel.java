package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A model as every report calls it.
 *
 * @param path a finished run or an ONNX file
 */
record NamedModel(Path path) {
  /** The last name of its path, without the ending of an ONNX file. */
  String name() {
    return String.valueOf(path.getFileName()).replaceAll("\\.onnx$", "");
  }

  /** Its name where that tells the models apart, else the path. */
  static String among(Collection<Path> models, Path model) {
    String name = new NamedModel(model).name();
    boolean alone = models.stream().filter(m -> new NamedModel(m).name().equals(name)).count() == 1;
    return alone ? name : model.toString();
  }

  /** Its name, and the digest of the ONNX file or of the run's card, which names the weights'. */
  ObjectNode toJson() {
    Path file = Files.isDirectory(path) ? path.resolve("card.json") : path;
    return Fields.object().put("model", name()).put("sha256", Sha256.ofFile(file));
  }
}
