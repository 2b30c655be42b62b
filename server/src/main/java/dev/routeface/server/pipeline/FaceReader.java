package dev.routeface.server.pipeline;

import dev.routeface.sdk.image.Aligner;
import dev.routeface.sdk.image.DetectedFace;
import dev.routeface.sdk.image.FaceDetector;
import dev.routeface.sdk.image.ImageLimits;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.sdk.math.Point;
import dev.routeface.server.pipeline.Task.Choice;
import dev.routeface.server.pipeline.Task.Detected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Encoded picture to aligned faces, on one thread from beginning to end: a decoded picture, up to
 * fifty times the size of its file, never waits in a queue.
 */
final class FaceReader {
  private static final int PIXELS_PER_PERMIT = 1000;

  private final ImageLimits limits;
  private final int size;
  private final Optional<FaceDetector> detector;
  private final QualityMeter meter;
  private final StageListener listener;

  /** Pixels that may be decoded at a time by all threads together: two of the largest pictures. */
  private final Semaphore room;

  /**
   * Aligned faces of one picture.
   *
   * @param width of the upright picture
   * @param height of the upright picture
   */
  record Crops(int width, int height, List<Crop> crops) {}

  /**
   * One face.
   *
   * @param image of the model's size
   */
  record Crop(Optional<DetectedFace> face, Quality quality, RgbImage image) {}

  FaceReader(
      ImageLimits limits,
      int size,
      Optional<FaceDetector> detector,
      QualityMeter meter,
      StageListener listener) {
    this.limits = limits;
    this.size = size;
    this.detector = detector;
    this.meter = meter;
    this.listener = listener;
    this.room = new Semaphore(2 * permits(limits.pixels()), true);
  }

  /**
   * Reads one picture.
   *
   * @param since when it began to wait
   * @throws dev.routeface.sdk.image.BadImageException if it cannot be read
   * @throws NoFacesException if it shows none, or more than wanted
   */
  Crops read(Picture picture, Task.Faces faces, long since) throws InterruptedException {
    int permits = permits(ImageReader.pixels(picture.name(), picture.encoded(), limits));
    room.acquire(permits);
    try {
      RgbImage image =
          timed(
              Stage.DECODE,
              System.nanoTime() - since,
              () -> ImageReader.read(picture.name(), picture.encoded(), limits));
      List<Crop> crops =
          faces instanceof Detected wanted
              ? detected(picture.name(), image, wanted)
              : List.of(aligned(picture.name(), image));
      return new Crops(image.width(), image.height(), crops);
    } finally {
      room.release(permits);
    }
  }

  private static int permits(int pixels) {
    return pixels / PIXELS_PER_PERMIT + 1;
  }

  private <T> T timed(Stage stage, long waited, Supplier<T> work) {
    long begun = System.nanoTime();
    T result = work.get();
    listener.done(stage, 1, waited, System.nanoTime() - begun);
    return result;
  }

  private Crop aligned(String name, RgbImage image) {
    return timed(
        Stage.ALIGN,
        0,
        () -> {
          RgbImage crop = ImageReader.square(name, image, size);
          return new Crop(Optional.empty(), meter.of(image.width(), crop), crop);
        });
  }

  private List<Crop> detected(String name, RgbImage image, Detected wanted) {
    FaceDetector finder =
        detector.orElseThrow(
            () ->
                new NoFacesException(
                    Failure.NO_DETECTOR,
                    name + ": expected an aligned face, since the service has no face detector"));
    List<DetectedFace> found = timed(Stage.DETECT, 0, () -> finder.detect(image));
    List<DetectedFace> chosen = chosen(name, image, found, wanted);
    return timed(
        Stage.ALIGN,
        0,
        () -> {
          List<Crop> crops = new ArrayList<>();
          chosen.forEach(face -> crops.add(crop(image, face)));
          return crops;
        });
  }

  private Crop crop(RgbImage image, DetectedFace face) {
    RgbImage crop = Aligner.align(image, face.landmarks(), size);
    return new Crop(Optional.of(face), meter.of(face, crop), crop);
  }

  private static List<DetectedFace> chosen(
      String name, RgbImage image, List<DetectedFace> found, Detected wanted) {
    if (found.isEmpty()) {
      throw new NoFacesException(Failure.FACE_NOT_FOUND, name + ": expected a face, found none");
    }
    if (found.size() > wanted.most() && wanted.choice() == Choice.ERROR) {
      throw new NoFacesException(
          Failure.SEVERAL_FACES,
          "%s: expected %s, found %d"
              .formatted(
                  name,
                  wanted.most() == 1 ? "one face" : "at most " + wanted.most() + " faces",
                  found.size()));
    }
    return found.stream().sorted(order(image, wanted.choice())).limit(wanted.most()).toList();
  }

  private static Comparator<DetectedFace> order(RgbImage image, Choice choice) {
    Point middle = new Point(image.width() / 2.0, image.height() / 2.0);
    return switch (choice) {
      case LARGEST, ERROR ->
          Comparator.comparingDouble((DetectedFace face) -> face.box().area()).reversed();
      case CENTER -> Comparator.comparingDouble(face -> face.box().centre().distance(middle));
    };
  }
}
