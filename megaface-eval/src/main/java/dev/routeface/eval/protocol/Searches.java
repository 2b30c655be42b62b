package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Subset;
import dev.routeface.sdk.math.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who is enrolled and who is searched for. People are the same where their names are.
 *
 * @param gallery images to enrol, one entry each; a person may have several
 * @param mated images of enrolled people, to search with
 * @param nonMated images of people who are not in the gallery, to search with
 */
public record Searches(FaceDataset gallery, FaceDataset mated, FaceDataset nonMated) {
  public Searches {
    Set<String> enrolled = Set.copyOf(gallery.identities());
    for (String name : mated.identities()) {
      if (!enrolled.contains(name)) {
        throw new BadDataException(
            "expected mated searches of people in the gallery, found " + name);
      }
    }
    for (String name : nonMated.identities()) {
      if (enrolled.contains(name)) {
        throw new BadDataException(
            "expected non-mated searches of people outside the gallery, found " + name);
      }
    }
  }

  /**
   * One data set cut into the three. A share of the identities is left out of the gallery, and all
   * their images are non-mated searches; of everybody else the first image is enrolled and the rest
   * are mated searches. Each identity's lot is drawn from seed and name alone, so that one more
   * person moves nobody else; the share is met on average.
   *
   * @param nonMates share of identities left out, above 0 and below 1
   * @throws dev.routeface.models.io.BadDataException if a part stays empty
   */
  public static Searches split(FaceDataset faces, double nonMates, long seed) {
    if (!(nonMates > 0 && nonMates < 1)) {
      throw new IllegalArgumentException(
          "expected a share of non-mates above 0 and below 1, found " + nonMates);
    }
    Set<Integer> out = new HashSet<>();
    List<String> names = faces.identities();
    for (int who = 0; who < names.size(); who++) {
      if (Seed.of(seed).at("non-mates").at(names.get(who)).random().nextDouble() < nonMates) {
        out.add(who);
      }
    }
    Set<Integer> first = firstImages(faces);
    return new Searches(
        Subset.of("gallery", faces, i -> !out.contains(faces.identity(i)) && first.contains(i)),
        Subset.of("mated", faces, i -> !out.contains(faces.identity(i)) && !first.contains(i)),
        Subset.of("nonmated", faces, i -> out.contains(faces.identity(i))));
  }

  private static Set<Integer> firstImages(FaceDataset faces) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> first = new HashSet<>();
    IntStream.range(0, faces.size())
        .filter(image -> seen.add(faces.identity(image)))
        .forEach(first::add);
    return first;
  }

  /** Digests of the three. */
  String digest() {
    return "gallery %s mated %s nonmated %s"
        .formatted(gallery.sha256(), mated.sha256(), nonMated.sha256());
  }
}
