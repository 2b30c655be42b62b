package dev.routeface.sdk.image;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.objdetect.FaceDetectorYN;

/**
 * YuNet through OpenCV (Wu et al., "YuNet: a tiny millisecond-level face detector", Machine
 * Intelligence Research 20, 2023). It was trained on faces of 10 to 300 pixels, so that a picture
 * is looked at in the sizes of {@link #SIDES} until one shows a face.
 */
public final class YuNetDetector implements FaceDetector {
  /**
   * Longer sides, in the order of the attempts: usual pictures, faces that fill the picture, small
   * faces. Nothing is enlarged.
   */
  private static final List<Integer> SIDES = List.of(640, 320, 1280);

  private static final float LEAST_SCORE = 0.6f;

  /** Overlap above which of two boxes the weaker one is dropped. */
  private static final float OVERLAP = 0.3f;

  /** Pixels of one place of the coarsest map. */
  private static final int STRIDE = 32;

  private static final int CANDIDATES = 5000;

  /** Of one row: the box, the landmarks, the score. */
  private static final int COLUMNS = 15;

  private final BlockingQueue<FaceDetectorYN> idle;
  private final String sha256;

  /**
   * Opens the model.
   *
   * @param file of OpenCV's model zoo, {@code face_detection_yunet_2023mar.onnx}
   * @param threads that detect at a time; each has a network of its own, since a network keeps the
   *     picture that it looks at
   * @throws BadDataException if the file is no such model
   */
  public YuNetDetector(Path file, int threads) {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected a face detector's ONNX file, found none");
    }
    NativePicture.load();
    this.sha256 = Sha256.ofFile(file);
    this.idle = new ArrayBlockingQueue<>(threads);
    try {
      for (int i = 0; i < threads; i++) {
        idle.add(network(file));
      }
      detect(new RgbImage(64, 64, new byte[64 * 64 * 3])); // another graph fails here at the latest
    } catch (CvException e) {
      throw new BadDataException(
          file + ": expected the face detector YuNet, found a file that OpenCV does not run", e);
    }
  }

  private static FaceDetectorYN network(Path file) {
    return FaceDetectorYN.create(
        file.toString(),
        "",
        new Size(SIDES.get(0), SIDES.get(0)),
        LEAST_SCORE,
        OVERLAP,
        CANDIDATES);
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    double longer = Math.max(image.width(), image.height());
    double[] factors =
        SIDES.stream().mapToDouble(side -> Math.min(1, side / longer)).distinct().toArray();
    List<DetectedFace> faces = List.of();
    for (int i = 0; i < factors.length && faces.isEmpty(); i++) {
      faces = detect(image, factors[i]);
    }
    return faces;
  }

  private List<DetectedFace> detect(RgbImage image, double factor) {
    int width = (int) Math.max(1, Math.round(image.width() * factor));
    int height = (int) Math.max(1, Math.round(image.height() * factor));
    RgbImage small = factor == 1 ? image : ImageReader.resized(image, width, height);
    return faces(small.on(padded(width), padded(height))).stream()
        .filter(face -> within(face.box().centre(), width, height))
        .map(face -> face.scaled(1 / factor))
        .toList();
  }

  /** The network halves a picture five times; of 32 pixels it makes faces out of stale memory. */
  private static int padded(int side) {
    return Math.max(2 * STRIDE, (side + STRIDE - 1) / STRIDE * STRIDE);
  }

  private static boolean within(Point point, int width, int height) {
    return point.x() >= 0 && point.x() < width && point.y() >= 0 && point.y() < height;
  }

  private List<DetectedFace> faces(RgbImage canvas) {
    FaceDetectorYN network = taken();
    try (Held<Mat> picture = NativePicture.of(canvas);
        Held<Mat> rows = new Held<>(new Mat())) {
      Imgproc.cvtColor(picture.mat(), picture.mat(), Imgproc.COLOR_RGB2BGR);
      network.setInputSize(new Size(canvas.width(), canvas.height()));
      network.detect(picture.mat(), rows.mat());
      return faces(rows.mat());
    } finally {
      idle.add(network);
    }
  }

  private FaceDetectorYN taken() {
    try {
      return idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while faces are detected", e);
    }
  }

  private static List<DetectedFace> faces(Mat rows) {
    float[] values = new float[rows.rows() * COLUMNS];
    List<DetectedFace> faces = new ArrayList<>();
    if (values.length > 0) {
      rows.get(0, 0, values);
    }
    for (int at = 0; at < values.length; at += COLUMNS) {
      if (values[at + 2] > 0 && values[at + 3] > 0) {
        faces.add(face(values, at));
      }
    }
    faces.sort(Comparator.comparingDouble(DetectedFace::score).reversed());
    return faces;
  }

  private static DetectedFace face(float[] row, int at) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < Landmarks.COUNT; i++) {
      points.add(new Point(row[at + 4 + 2 * i], row[at + 5 + 2 * i]));
    }
    Box box = new Box(row[at], row[at + 1], row[at + 2], row[at + 3]);
    return new DetectedFace(box, Math.min(1, row[at + COLUMNS - 1]), Landmarks.of(points));
  }

  @Override
  public String name() {
    return "YuNet";
  }

  @Override
  public String sha256() {
    return sha256;
  }

  /** Networks are given back by the collector: OpenCV's binding has no other way. */
  @Override
  public void close() {
    idle.clear();
  }
}
