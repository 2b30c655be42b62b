package dev.routeface.sdk.image;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Point;
import dev.routeface.sdk.math.Similarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The detector of the project Ultra-Light-Fast-Generic-Face-Detector-1MB, whose graph gives scores
 * and corners for a picture of 320 x 240, and a graph of 68 landmarks for a grey face of 64 x 64 in
 * the order of the 300-W challenge (Sagonas et al., ICCV workshops 2013). Both run in ONNX Runtime.
 *
 * <p>Beside YuNet it is the second choice: it looks at 320 x 240 pixels whatever the picture, and
 * its landmarks stand a tenth of the distance between the eyes away from YuNet's.
 */
public final class UltraLightDetector implements FaceDetector {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int ANCHORS = 4420;
  private static final int FACE = 64;
  private static final int OUTLINE = 68;

  private static final double LEAST_SCORE = 0.65;

  /** Overlap above which of two boxes the weaker one is dropped. */
  private static final double OVERLAP = 0.4;

  /** Of 300-W's points, from 0: what the five landmarks are the means of. */
  private static final int[][] FIVE = {
    {37, 38, 40, 41}, {43, 44, 46, 47}, {30}, {48, 60}, {54, 64}
  };

  private final FloatGraph detector;
  private final FloatGraph outliner;
  private final String sha256;

  private record Candidate(Box box, double score) {}

  /**
   * Opens both graphs.
   *
   * @param detectorFile finds boxes
   * @param landmarkFile finds landmarks in them
   * @throws BadDataException if a file is no such graph
   */
  public UltraLightDetector(Path detectorFile, Path landmarkFile) {
    this.detector =
        new FloatGraph(
            detectorFile,
            FloatGraph.Shape.of("input", 1, 3, HEIGHT, WIDTH),
            List.of(
                FloatGraph.Shape.of("scores", 1, ANCHORS, 2),
                FloatGraph.Shape.of("boxes", 1, ANCHORS, 4)));
    try {
      this.outliner =
          new FloatGraph(
              landmarkFile,
              FloatGraph.Shape.of("input", 1, 1, FACE, FACE),
              List.of(FloatGraph.Shape.of("output", 1, 2 * OUTLINE)));
    } catch (RuntimeException e) {
      detector.close();
      throw e;
    }
    this.sha256 = Sha256.ofText(Sha256.ofFile(detectorFile) + Sha256.ofFile(landmarkFile));
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    double factor = Math.min((double) WIDTH / image.width(), (double) HEIGHT / image.height());
    List<float[]> found = detector.run(prepared(image, factor));
    List<Candidate> faces = strongest(candidates(found.get(0), found.get(1)));
    return faces.stream()
        .map(face -> new Candidate(face.box().scaled(1 / factor), face.score()))
        .map(face -> new DetectedFace(face.box(), face.score(), landmarks(image, face.box())))
        .toList();
  }

  /**
   * In the upper left corner of a black canvas, with its proportions; planes of (x - 127) / 128.
   */
  private static float[] prepared(RgbImage image, double factor) {
    int width = (int) Math.max(1, Math.round(image.width() * factor));
    int height = (int) Math.max(1, Math.round(image.height() * factor));
    byte[] rgb = ImageReader.resized(image, width, height).pixels();
    int plane = WIDTH * HEIGHT;
    float[] planes = new float[3 * plane];
    Arrays.fill(planes, level(0));
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      planes[i % 3 * plane + pixel / width * WIDTH + pixel % width] = level(rgb[i] & 0xff);
    }
    return planes;
  }

  private static float level(int value) {
    return (value - 127) / 128f;
  }

  /**
   * @param scores of background and face for each place
   * @param corners left, top, right, bottom, as parts of the canvas
   */
  private static List<Candidate> candidates(float[] scores, float[] corners) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < ANCHORS; i++) {
      double left = corners[4 * i] * WIDTH;
      double top = corners[4 * i + 1] * HEIGHT;
      double width = corners[4 * i + 2] * WIDTH - left;
      double height = corners[4 * i + 3] * HEIGHT - top;
      double score = scores[2 * i + 1];
      if (score >= LEAST_SCORE && width > 0 && height > 0) {
        candidates.add(new Candidate(new Box(left, top, width, height), Math.min(1, score)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    return candidates;
  }

  /** Greedy suppression of what overlaps something stronger. */
  private static List<Candidate> strongest(List<Candidate> sorted) {
    List<Candidate> kept = new ArrayList<>();
    for (Candidate next : sorted) {
      if (kept.stream().noneMatch(stronger -> stronger.box().overlap(next.box()) > OVERLAP)) {
        kept.add(next);
      }
    }
    return kept;
  }

  /**
   * The square about the box, as high as the box, is what the landmark graph was trained to see.
   */
  private Landmarks landmarks(RgbImage image, Box box) {
    double scale = FACE / box.height();
    Point centre = box.centre();
    Similarity inside =
        new Similarity(scale, 0, FACE / 2.0 - scale * centre.x(), FACE / 2.0 - scale * centre.y());
    float[] outline = outliner.run(grey(Warp.of(image, inside, FACE))).get(0);
    Similarity back = inside.inverse();
    return Landmarks.of(
        IntStream.range(0, Landmarks.COUNT)
            .mapToObj(i -> back.apply(mean(outline, FIVE[i])))
            .toList());
  }

  private static Point mean(float[] outline, int[] points) {
    double x = 0;
    double y = 0;
    for (int point : points) {
      x += outline[2 * point];
      y += outline[2 * point + 1];
    }
    return new Point(x * FACE / points.length, y * FACE / points.length);
  }

  private static float[] grey(RgbImage face) {
    float[] grey = new float[FACE * FACE];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (float) (Sharpness.luma(face.pixels(), 3 * i) / 256);
    }
    return grey;
  }

  @Override
  public String name() {
    return "Ultra-Light";
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public void close() {
    detector.close();
    outliner.close();
  }
}
