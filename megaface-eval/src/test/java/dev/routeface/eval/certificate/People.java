package dev.routeface.eval.certificate;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.metric.IdentityBootstrap;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up people and models: {@code people} with four images each, then as many strangers with one.
 */
public record People(List<String> images) implements FaceDataset {
  public static final int IMAGES = 4;
  private static final int DIMENSION = 16;

  public static People of(int people) {
    return new People(
        IntStream.range(0, people * (IMAGES + 1))
            .mapToObj(
                n ->
                    n < people * IMAGES
                        ? "Person_%d/%d.jpg".formatted(n / IMAGES, n % IMAGES)
                        : "Stranger_%d/0.jpg".formatted(n - people * IMAGES))
            .toList());
  }

  public static HeldOutPeople heldOut(int people) {
    return HeldOutPeople.of(Map.of("faces", of(people)));
  }

  /**
   * A model of these people.
   *
   * @param noise how far images of one person lie apart
   * @param seed of the people's places; models of one seed are compatible
   */
  public static UnitVectors vectors(FaceDataset faces, double noise, long seed) {
    return vectors(faces, noise, seed, DIMENSION);
  }

  static UnitVectors vectors(FaceDataset faces, double noise, long seed, int dimension) {
    float[] values = new float[faces.size() * dimension];
    for (int image = 0; image < faces.size(); image++) {
      String person = faces.identities().get(faces.identity(image));
      float[] place = Fixture.random(1, dimension, seed + person.hashCode()).row(0);
      SplittableRandom random = Seed.of(1).at(faces.name(image)).random();
      for (int k = 0; k < dimension; k++) {
        values[image * dimension + k] =
            place[k] + (float) (noise * random.nextGaussian() / Math.sqrt(dimension));
      }
    }
    return UnitVectors.normalise(dimension, values);
  }

  static EmbeddedModel model(String name, HeldOutPeople people, double noise, long seed) {
    return EmbeddedModel.of(
        new ModelFile(name, "a".repeat(64), Optional.empty()),
        people,
        faces -> vectors(faces, noise, seed));
  }

  static Conditions conditions(double margin, double... fmrs) {
    return new Conditions(
        margin,
        Arrays.stream(fmrs).boxed().toList(),
        List.of(0.5),
        0.1,
        new IdentityBootstrap(200, 1));
  }

  static JudgedModel judged(
      String name, HeldOutPeople people, double noise, Conditions conditions) {
    return JudgedModel.of(model(name, people, noise, 1), people, conditions);
  }

  static float cosine(EmbeddedModel model, int one, int other) {
    return Rows.product(model.images().row(one), model.images().row(other));
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int identity(int index) {
    return identities().indexOf(person(images.get(index)));
  }

  private static String person(String image) {
    return image.substring(0, image.indexOf('/'));
  }

  @Override
  public List<String> identities() {
    return images.stream().map(People::person).distinct().toList();
  }

  @Override
  public String name(int index) {
    return "/somewhere/" + images.get(index);
  }

  @Override
  public byte[] encoded(int index) {
    return images.get(index).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String sha256() {
    return Sha256.ofLines(images.stream());
  }
}
