package dev.routeface.eval.cli;

import dev.routeface.eval.protocol.LabelledPairs;
import dev.routeface.sdk.data.FaceDataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands over several pair sets share: their names and their images. */
final class PairSources {
  private PairSources() {}

  /** A set is called as its file, without the ending. */
  static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int ending = name.lastIndexOf('.');
    return ending <= 0 ? name : name.substring(0, ending);
  }

  /** The images of sets by name, for the report, which can show each name only once. */
  static Map<String, FaceDataset> faces(List<LabelledPairs> sets, JudgingOptions options) {
    Map<String, FaceDataset> faces = new LinkedHashMap<>();
    for (LabelledPairs set : sets) {
      if (faces.putIfAbsent(set.name(), set.faces()) != null) {
        throw options.wrong("expected sets of different names, found a second " + set.name());
      }
    }
    return faces;
  }
}
