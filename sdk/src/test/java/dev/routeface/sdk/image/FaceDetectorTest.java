package dev.routeface.sdk.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Detectors are brought by users: most of this needs YuNet and photographs beside the repository.
 */
class FaceDetectorTest {
  @TempDir Path folder;

  @Test
  void findsTheFaceOfEveryPhotograph() throws IOException {
    List<Path> photographs = photographs();
    try (FaceDetector yunet = yunet()) {
      for (Path photograph : photographs) {
        RgbImage image = ImageReader.read("a", Files.readAllBytes(photograph));
        List<DetectedFace> faces = yunet.detect(image);
        assertTrue(!faces.isEmpty() && faces.get(0).score() > 0.8, photograph.toString());
        Landmarks face = faces.get(0).landmarks();
        assertTrue(face.rightEye().x() < face.leftEye().x(), photograph.toString());
        assertTrue(face.nose().y() < face.leftMouth().y(), photograph.toString());
      }
    }
  }

  /** The crops of LFW beside the repository were made by OpenCV's own program in Python. */
  @Test
  void alignsAsTheCropsThatAnotherProgramMade() throws IOException {
    List<Path> photographs = photographs();
    double worst = 0;
    double sum = 0;
    try (FaceDetector yunet = yunet()) {
      for (Path photograph : photographs) {
        RgbImage image = ImageReader.read("a", Files.readAllBytes(photograph));
        RgbImage crop = Aligner.align(image, yunet.detect(image).get(0).landmarks(), 112);
        String name = photograph.getFileName().toString();
        Path theirs =
            shared().resolve("data/lfw112").resolve(name.replaceFirst("_\\d+[.]jpg$", ""));
        RgbImage other = ImageReader.read("a", Files.readAllBytes(theirs.resolve(name)));
        double difference = difference(crop, other);
        worst = Math.max(worst, difference);
        sum += difference;
      }
    }
    String figures = "mean " + sum / photographs.size() + ", worst " + worst + " of 255";
    assertTrue(sum / photographs.size() < 4 && worst < 20, figures);
  }

  private static double difference(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      sum += Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff));
    }
    return sum / a.pixels().length;
  }

  @Test
  void boxesGrowWithThePicture() throws IOException {
    RgbImage image = ImageReader.read("a", Files.readAllBytes(photographs().get(0)));
    RgbImage large = ImageReader.resized(image, 4 * image.width(), 4 * image.height());
    try (FaceDetector yunet = yunet()) {
      Box expected = yunet.detect(image).get(0).box().scaled(4);
      Box found = yunet.detect(large).get(0).box();
      assertTrue(expected.overlap(found) > 0.8, expected + " and " + found);
    }
  }

  @Test
  void findsNothingInNothing() {
    try (FaceDetector yunet = yunet()) {
      for (int side : new int[] {1, 7, 31, 32, 33, 64, 67, 96, 700, 1500}) {
        for (int i = 0; i < 10; i++) { // what was seen in stale memory was not always there
          assertEquals(List.of(), yunet.detect(new RgbImage(side, 32, new byte[side * 96])));
        }
      }
    }
  }

  @Test
  void manyThreadsFindTheSameFaces() throws IOException {
    RgbImage image = ImageReader.read("a", Files.readAllBytes(photographs().get(0)));
    try (FaceDetector yunet = yunet()) {
      List<DetectedFace> alone = yunet.detect(image);
      List<List<DetectedFace>> together =
          Stream.generate(() -> image).limit(32).parallel().map(yunet::detect).toList();
      together.forEach(found -> assertEquals(alone, found));
    }
  }

  @Test
  void aFolderWithACardIsADetector() throws IOException {
    Path file = shared().resolve("models/face_detection_yunet_2023mar.onnx");
    assumeTrue(Files.exists(file), "shared files are absent");
    Files.copy(file, folder.resolve("y.onnx"));
    DetectorCard card =
        new DetectorCard(
            DetectorCard.Kind.YUNET,
            List.of(new DetectorCard.Part("y.onnx", Sha256.ofFile(file))),
            "MIT",
            "OpenCV's model zoo");
    card.write(folder);
    assertEquals(card, DetectorCard.read(folder));
    try (FaceDetector opened = DetectorCard.open(folder, 1)) {
      assertEquals("YuNet", opened.name());
      assertEquals(Sha256.ofFile(file), opened.sha256());
    }
  }

  @Test
  void refusesAFolderWhoseFileIsNotTheCards() throws IOException {
    Files.writeString(folder.resolve("y.onnx"), "something else");
    new DetectorCard(
            DetectorCard.Kind.YUNET,
            List.of(new DetectorCard.Part("y.onnx", "0".repeat(64))),
            "MIT",
            "nowhere")
        .write(folder);
    assertEquals(
        folder.resolve("y.onnx")
            + ": expected the digest "
            + "0".repeat(64)
            + " of the card, found "
            + Sha256.ofText("something else"),
        assertThrows(BadDataException.class, () -> DetectorCard.open(folder, 1)).getMessage());
  }

  @Test
  void refusesWhatIsNoDetector() throws IOException {
    Path file = Files.writeString(folder.resolve("y.onnx"), "something else");
    assertEquals(
        file + ": expected the face detector YuNet, found a file that OpenCV does not run",
        assertThrows(BadDataException.class, () -> DetectorCard.open(file, 1)).getMessage());
    assertEquals(
        folder + ": expected a folder with a detector.json or YuNet's ONNX file, found neither",
        assertThrows(BadDataException.class, () -> DetectorCard.open(folder, 1)).getMessage());
    assertTrue(
        assertThrows(BadDataException.class, () -> new UltraLightDetector(file, file))
            .getMessage()
            .startsWith(file + ": expected an ONNX graph, found "));
  }

  /** Needs what {@code routeface models pull faceplugin-detector} fetches, in the usual cache. */
  @Test
  void theSecondDetectorFindsTheSameFacesNearby() throws IOException {
    Path cache = Path.of(System.getenv().getOrDefault("ROUTEFACE_CACHE", usualCache()));
    Path folder = cache.resolve("models/faceplugin-detector");
    assumeTrue(Files.isDirectory(folder), folder + " is absent");
    List<Path> photographs = photographs();
    double distance = 0;
    try (FaceDetector yunet = yunet();
        FaceDetector second = DetectorCard.open(folder, 1)) {
      assertEquals("Ultra-Light", second.name());
      for (Path photograph : photographs) {
        RgbImage image = ImageReader.read("a", Files.readAllBytes(photograph));
        DetectedFace expected = yunet.detect(image).get(0);
        DetectedFace found = nearest(second.detect(image), expected);
        assertTrue(found.box().overlap(expected.box()) > 0.5, photograph.toString());
        distance += distance(found.landmarks(), expected.landmarks()) / photographs.size();
      }
    }
    assertTrue(distance < 0.15, "landmarks " + distance + " eye distances apart");
  }

  private static String usualCache() {
    return System.getProperty("user.home") + "/.cache/routeface";
  }

  private static DetectedFace nearest(List<DetectedFace> faces, DetectedFace expected) {
    return faces.stream()
        .max(Comparator.comparingDouble(face -> face.box().overlap(expected.box())))
        .orElseThrow();
  }

  private static double distance(Landmarks found, Landmarks expected) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += found.points().get(i).distance(expected.points().get(i));
    }
    return sum / Landmarks.COUNT / expected.rightEye().distance(expected.leftEye());
  }

  private static FaceDetector yunet() {
    Path file = shared().resolve("models/face_detection_yunet_2023mar.onnx");
    assumeTrue(Files.exists(file), "shared files are absent");
    return new YuNetDetector(file, 2);
  }

  private static List<Path> photographs() throws IOException {
    Path folder = shared().resolve("data/photos/lfw250");
    assumeTrue(Files.isDirectory(folder), "shared files are absent");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().limit(25).toList();
    }
  }

  /** Beside the repository, or wherever somebody keeps them. */
  private static Path shared() {
    String named = System.getenv("ROUTEFACE_SHARED");
    return named == null ? Path.of("../../shared") : Path.of(named);
  }
}
