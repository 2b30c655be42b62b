package dev.routeface.sdk.export;

import dev.routeface.models.net.Network;
import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.Quantisation;
import dev.routeface.models.onnx.Range;
import dev.routeface.sdk.math.Progress;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The ranges of all maps of a network, as calibration faces drive them through its graph of floats:
 * one pass for the ends, one for how often what lies between occurs.
 */
final class Ranges {
  /** Images at once: all maps of a large network take a tenth of a gigabyte per image. */
  private static final int BATCH = 4;

  private final ExportedGraph floats;
  private final CalibrationFaces faces;
  private final List<String> maps;

  private Ranges(ExportedGraph floats, CalibrationFaces faces) {
    this.floats = floats;
    this.faces = faces;
    this.maps = floats.with(EVERYTHING).maps();
  }

  /** Bytes wherever there can be; which maps these are does not depend on the ranges. */
  private static final Quantisation EVERYTHING =
      Quantisation.full(Map.of(Network.INPUT, Range.of(0, 0)));

  /** Of every map that would pass through bytes if all layers counted in them. */
  static Map<String, Range> of(
      ExportedGraph floats,
      CalibrationFaces faces,
      Calibration calibration,
      int threads,
      Progress progress) {
    Ranges ranges = new Ranges(floats, faces);
    List<String> taps = ranges.maps.stream().filter(map -> !map.equals(Network.INPUT)).toList();
    try (GraphRun run =
            new GraphRun(floats.tapped(taps), floats.folded().network().input(), threads);
        Progress.Task task = progress.start("calibrating", 2L * faces.forRanges().length)) {
      Map<String, double[]> ends = ranges.ends(run, task);
      return ranges.histograms(run, ends, task).entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, map -> calibration.range(map.getValue())));
    }
  }

  private Map<String, double[]> ends(GraphRun run, Progress.Task task) {
    Map<String, double[]> ends = new HashMap<>();
    maps.forEach(map -> ends.put(map, new double[2]));
    visit(run, task, (map, values) -> widen(ends.get(map), values));
    return ends;
  }

  private static void widen(double[] ends, FloatBuffer values) {
    while (values.hasRemaining()) {
      float value = values.get();
      ends[0] = Math.min(ends[0], value);
      ends[1] = Math.max(ends[1], value);
    }
  }

  private Map<String, Histogram> histograms(
      GraphRun run, Map<String, double[]> ends, Progress.Task task) {
    Map<String, Histogram> histograms = new HashMap<>();
    ends.forEach((map, between) -> histograms.put(map, new Histogram(between[0], between[1])));
    visit(run, task, (map, values) -> histograms.get(map).count(values));
    return histograms;
  }

  private void visit(GraphRun run, Progress.Task task, BiConsumer<String, FloatBuffer> visitor) {
    for (int[] batch : CalibrationFaces.batches(faces.forRanges(), BATCH)) {
      float[] images = faces.prepared(batch);
      Map<String, FloatBuffer> outputs = run.run(images, batch.length);
      for (String map : maps) {
        visitor.accept(
            map, map.equals(Network.INPUT) ? FloatBuffer.wrap(images) : outputs.get(map));
      }
      task.stepBy(batch.length);
    }
  }
}
