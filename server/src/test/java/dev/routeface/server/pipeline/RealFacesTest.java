package dev.routeface.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.OnnxEmbedder;
import dev.routeface.sdk.image.YuNetDetector;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.pipeline.Outcome.Found;
import dev.routeface.server.pipeline.Task.Choice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The whole way with models that users bring: a graph that takes one image at a time, YuNet, and
 * photographs of which another program made aligned crops.
 */
class RealFacesTest {
  private static final Preparation PREPARATION =
      new Preparation(
          112,
          Preparation.ChannelOrder.RGB,
          new double[] {127, 127, 127},
          new double[] {128, 128, 128});

  @Test
  void aPhotographAndTheCropOfItGiveNearlyOneEmbedding() throws IOException {
    List<Path> photographs = photographs();
    try (FacePipeline pipeline = pipeline()) {
      List<Embedding> found =
          embeddings(pipeline, photographs, Task.detected(1, Choice.CENTER), 0.25);
      List<Path> crops = photographs.stream().map(RealFacesTest::crop).toList();
      List<Embedding> expected = embeddings(pipeline, crops, Task.aligned(), 0);
      for (int i = 0; i < found.size(); i++) {
        double same = cosine(found.get(i), expected.get(i));
        double other = cosine(found.get(i), expected.get((i + 1) % found.size()));
        assertTrue(same > 0.9 && other < 0.5, photographs.get(i) + ": " + same + ", " + other);
      }
    }
  }

  private static List<Embedding> embeddings(
      FacePipeline pipeline, List<Path> files, Task task, double floor) {
    List<Picture> pictures =
        files.stream().map(file -> new Picture(file.toString(), bytes(file))).toList();
    QualityMeter meter = new QualityMeter(Optional.empty());
    List<Embedding> embeddings = new ArrayList<>();
    for (Outcome outcome : pipeline.submit(pictures, task).join()) {
      Face face = assertInstanceOf(Found.class, outcome).faces().get(0);
      assertEquals(List.of(), new EnrolmentRule(meter, floor).objections(face.quality()));
      embeddings.add(face.embedding().orElseThrow());
    }
    return embeddings;
  }

  private static double cosine(Embedding a, Embedding b) {
    return UnitVectors.normalise(512, both(a, b)).cosine(0, 1);
  }

  private static float[] both(Embedding a, Embedding b) {
    float[] both = new float[1024];
    a.vector().copy(0, both, 0);
    b.vector().copy(0, both, 512);
    return both;
  }

  private static FacePipeline pipeline() {
    Path embedder = shared().resolve("models/faceplugin_fr_feature.onnx");
    Path detector = shared().resolve("models/face_detection_yunet_2023mar.onnx");
    assumeTrue(Files.exists(embedder) && Files.exists(detector), "shared files are absent");
    return new EmbeddingPipeline(
        new OnnxEmbedder(embedder, PREPARATION, 1),
        Optional.of(new YuNetDetector(detector, 2)),
        PipelineSettings.of(2),
        StageListener.NONE);
  }

  private static List<Path> photographs() throws IOException {
    Path folder = shared().resolve("data/photos/lfw250");
    assumeTrue(Files.isDirectory(folder), "shared files are absent");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().limit(24).toList();
    }
  }

  private static Path crop(Path photograph) {
    String name = photograph.getFileName().toString();
    String person = name.replaceFirst("_\\d+[.]jpg$", "");
    return shared().resolve("data/lfw112").resolve(person).resolve(name);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside the repository, or wherever somebody keeps them. */
  private static Path shared() {
    String named = System.getenv("ROUTEFACE_SHARED");
    return named == null ? Path.of("../../shared") : Path.of(named);
  }
}
