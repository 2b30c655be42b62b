package dev.routeface.eval.certificate;

import dev.routeface.eval.protocol.FaceEmbedder;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.UnitVectors;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model with its embeddings of all held-out images: every image is embedded once, however many
 * questions are asked about it.
 */
public final class EmbeddedModel implements FaceEmbedder {
  private final ModelFile file;
  private final UnitVectors images;
  private final Map<String, Integer> rows = new HashMap<>();

  private EmbeddedModel(ModelFile file, UnitVectors images) {
    this.file = file;
    this.images = images;
  }

  /**
   * Embeds.
   *
   * @throws IllegalArgumentException if the model gives another number of rows than images
   */
  public static EmbeddedModel of(ModelFile file, HeldOutPeople people, FaceEmbedder embedder) {
    UnitVectors probes = embedder.embed(people.probes());
    UnitVectors distractors = embedder.embed(people.distractors());
    if (probes.size() != people.probes().size()
        || distractors.size() != people.distractors().size()) {
      throw new IllegalArgumentException(
          "expected embeddings of %d probes and %d distractors, found %d and %d"
              .formatted(
                  people.probes().size(),
                  people.distractors().size(),
                  probes.size(),
                  distractors.size()));
    }
    EmbeddedModel model = new EmbeddedModel(file, joined(probes, distractors));
    IntStream.range(0, people.size()).forEach(i -> model.rows.put(people.place(i), i));
    return model;
  }

  private static UnitVectors joined(UnitVectors first, UnitVectors second) {
    float[] values = new float[(first.size() + second.size()) * first.dimension()];
    first.values().get(0, values, 0, first.values().capacity());
    second.values().get(0, values, first.values().capacity(), second.values().capacity());
    return UnitVectors.of(first.dimension(), values);
  }

  public ModelFile file() {
    return file;
  }

  String name() {
    return file.name();
  }

  /** All held-out images, probes first (N, D). */
  UnitVectors images() {
    return images;
  }

  /** Held-out images, known by the place they stand at. */
  @Override
  public UnitVectors embed(FaceDataset faces) {
    return images.select(
        IntStream.range(0, faces.size()).map(image -> rows.get(faces.name(image))).toArray());
  }
}
