package dev.routeface.server.pipeline;

import dev.routeface.sdk.image.Aligner;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.Landmarks;
import dev.routeface.sdk.image.Pose;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.image.Sharpness;
import dev.routeface.server.pipeline.Quality.Measure;
import dev.routeface.server.pipeline.Quality.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures faces and scores what it finds. */
public final class QualityMeter {
  private final Map<Measure, Ramp> ramps = new EnumMap<>(Measure.class);

  /**
   * The ramps are set so that the usual floor takes 99 of 100 faces of Labeled Faces in the Wild as
   * they are, and refuses most of those enlarged from 28 pixels.
   *
   * @param norms lengths of the model's embeddings, where they say something
   */
  public QualityMeter(Optional<Ramp> norms) {
    ramps.put(Measure.YAW, new Ramp(60, 20));
    ramps.put(Measure.PITCH, new Ramp(50, 20));
    ramps.put(Measure.ROLL, new Ramp(90, 30));
    ramps.put(Measure.SHARPNESS, new Ramp(4, 60));
    ramps.put(Measure.SIZE, new Ramp(10, 34));
    norms.ifPresent(ramp -> ramps.put(Measure.NORM, ramp));
  }

  /** How a measure is scored; empty for norms that say nothing. */
  public Optional<Ramp> ramp(Measure measure) {
    return Optional.ofNullable(ramps.get(measure));
  }

  /**
   * Of a face that was detected.
   *
   * @param crop the aligned face, of any size
   */
  Quality of(DetectedFace face, RgbImage crop) {
    Pose pose = Pose.of(face.landmarks());
    List<Part> parts = new ArrayList<>();
    parts.add(part(Measure.YAW, Math.abs(pose.yaw())));
    parts.add(part(Measure.PITCH, Math.abs(pose.pitch())));
    parts.add(part(Measure.ROLL, Math.abs(pose.roll())));
    parts.addAll(ofPixels(crop, eyes(face.landmarks())));
    return new Quality(parts);
  }

  /**
   * Of a face that came aligned: nobody knows its pose.
   *
   * @param side pixels of the picture as it came
   * @param crop of any size
   */
  Quality of(int side, RgbImage crop) {
    return new Quality(ofPixels(crop, eyes(Aligner.template(side))));
  }

  private List<Part> ofPixels(RgbImage crop, double eyes) {
    RgbImage usual = ImageReader.resized(crop, Aligner.TEMPLATE_SIZE);
    return List.of(part(Measure.SHARPNESS, Sharpness.of(usual)), part(Measure.SIZE, eyes));
  }

  private static double eyes(Landmarks face) {
    return face.rightEye().distance(face.leftEye());
  }

  /** The same with the length of the embedding, if that says something. */
  Quality with(Quality quality, OptionalDouble norm) {
    if (norm.isEmpty() || !ramps.containsKey(Measure.NORM)) {
      return quality;
    }
    List<Part> parts = new ArrayList<>(quality.parts());
    parts.add(part(Measure.NORM, norm.getAsDouble()));
    return new Quality(parts);
  }

  private Part part(Measure measure, double value) {
    return new Part(measure, value, ramps.get(measure).score(value));
  }
}
