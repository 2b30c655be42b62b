package dev.routeface.sdk.export;

import dev.routeface.models.onnx.ExportedGraph;
import dev.routeface.models.onnx.GraphForm;
import dev.routeface.models.onnx.Quantisation;
import dev.routeface.models.onnx.Range;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bytes for as many layers as embeddings bear. If all layers in bytes are not good enough, every
 * layer is put into bytes alone and measured; then the costliest goes back to float, and the next,
 * until the embeddings are good enough.
 *
 * @param calibration how ranges follow from what occurs
 * @param cosine what 95 % of the faces held apart must reach, at most 1
 * @param threads of the runtime
 */
public record Int8Search(Calibration calibration, double cosine, int threads) {
  private static final int BATCH = 16;

  /** Searches; the outcome has the form of the graph that was given. */
  public Int8 run(ExportedGraph graph, CalibrationFaces faces, Progress progress) {
    ExportedGraph floats = new ExportedGraph(graph.folded(), GraphForm.usual(), Quantisation.NONE);
    Map<String, Range> ranges = Ranges.of(floats, faces, calibration, threads, progress);
    Measuring measuring = new Measuring(floats, faces, embeddings(floats, faces));
    Quantisation chosen = Quantisation.full(ranges);
    List<Int8.Step> steps = new ArrayList<>();
    steps.add(new Int8.Step("", measuring.of(chosen)));
    List<Int8.LayerCost> alone = List.of();
    if (!goodEnough(steps)) {
      alone = alone(measuring, ranges, progress);
      for (int i = 0; i < alone.size() && !goodEnough(steps); i++) {
        chosen = chosen.sparing(alone.get(i).layer());
        steps.add(new Int8.Step(alone.get(i).layer(), measuring.of(chosen)));
      }
    }
    Agreement reached = steps.get(steps.size() - 1).agreement();
    return new Int8(graph.with(chosen), reached, alone, steps);
  }

  private boolean goodEnough(List<Int8.Step> steps) {
    return steps.get(steps.size() - 1).agreement().low() >= cosine;
  }

  private static List<Int8.LayerCost> alone(
      Measuring measuring, Map<String, Range> ranges, Progress progress) {
    List<String> layers = measuring.floats.quantisable();
    List<Int8.LayerCost> costs = new ArrayList<>();
    try (Progress.Task task = progress.start("measuring layers", layers.size())) {
      for (String layer : layers) {
        Set<String> others = new HashSet<>(layers);
        others.remove(layer);
        Agreement agreement = measuring.of(new Quantisation(ranges, others));
        costs.add(new Int8.LayerCost(layer, agreement.mean()));
        task.step();
      }
    }
    costs.sort(Comparator.comparing(Int8.LayerCost::mean));
    return costs;
  }

  private final class Measuring {
    private final ExportedGraph floats;
    private final CalibrationFaces faces;
    private final UnitVectors reference;

    Measuring(ExportedGraph floats, CalibrationFaces faces, UnitVectors reference) {
      this.floats = floats;
      this.faces = faces;
      this.reference = reference;
    }

    Agreement of(Quantisation quantisation) {
      return Agreement.of(reference, embeddings(floats.with(quantisation), faces));
    }
  }

  private UnitVectors embeddings(ExportedGraph graph, CalibrationFaces faces) {
    int[] images = faces.heldApart();
    int dimension = graph.folded().network().embedding();
    FloatBuffer all = FloatBuffer.allocate(images.length * dimension);
    byte[] bytes = graph.bytes(Map.of());
    try (GraphRun run = new GraphRun(bytes, graph.folded().network().input(), threads)) {
      for (int[] batch : CalibrationFaces.batches(images, BATCH)) {
        Map<String, FloatBuffer> out = run.run(faces.prepared(batch), batch.length);
        all.put(out.get(ExportedGraph.OUTPUT));
      }
    }
    return UnitVectors.normalise(dimension, all.array());
  }
}
