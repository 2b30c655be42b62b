package dev.routeface.eval.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.protocol.Searches;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.Subset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The people that a certificate is asked for on.
 *
 * @param sources the data sets as they were named, by role
 * @param searches the first image of each probe person enrolled, their others mated searches, the
 *     distractors non-mated ones
 * @param probes images of people, some with two or more
 * @param distractors images of other people
 */
public record HeldOutPeople(
    Map<String, FaceDataset> sources,
    Searches searches,
    FaceDataset probes,
    FaceDataset distractors) {
  /** Role of one data set that is cut into the two others. */
  public static final String FACES = "faces";

  public static final String PROBES = "probes";
  public static final String DISTRACTORS = "distractors";

  /**
   * Below some twenty clusters a bootstrap of them is known to be too narrow (Cameron, Gelbach and
   * Miller, "Bootstrap-based improvements for inference with clustered errors", 2008), and of a few
   * on whom models agree by chance it has no width at all.
   */
  private static final int FEWEST = 20;

  public HeldOutPeople {
    sources = Map.copyOf(sources);
  }

  /**
   * Refuses people who say nothing about others.
   *
   * @throws BadDataException if fewer than 20 have two images or more
   */
  public HeldOutPeople requireEnough() {
    int found = searches.mated().identities().size();
    if (found < FEWEST) {
      throw new BadDataException(
          "expected at least %d people of two images or more to judge on, found %d"
              .formatted(FEWEST, found));
    }
    return this;
  }

  /**
   * From {@code faces} alone, whose people of a single image are the distractors; or from {@code
   * probes} and {@code distractors}.
   *
   * @throws BadDataException if there are no people of either kind
   * @throws IllegalArgumentException for other roles
   */
  public static HeldOutPeople of(Map<String, FaceDataset> sources) {
    if (sources.keySet().equals(Set.of(FACES))) {
      return cut(sources.get(FACES));
    }
    if (sources.keySet().equals(Set.of(PROBES, DISTRACTORS))) {
      return of(sources, sources.get(PROBES), sources.get(DISTRACTORS));
    }
    throw new IllegalArgumentException(
        "expected faces, or probes and distractors, found %s"
            .formatted(
                sources.isEmpty()
                    ? "none"
                    : String.join(" and ", new TreeSet<>(sources.keySet()))));
  }

  private static HeldOutPeople cut(FaceDataset faces) {
    int[] images = new int[faces.identities().size()];
    IntStream.range(0, faces.size()).forEach(i -> images[faces.identity(i)]++);
    long single = IntStream.of(images).filter(n -> n == 1).count();
    if (single == 0 || single == images.length) {
      throw new BadDataException(
          "expected people of one image, to serve as distractors, and people of more, found %d and"
                  .formatted(single)
              + " %d; data sets of both kinds can be named as probes and distractors"
                  .formatted(images.length - single));
    }
    return of(
        Map.of(FACES, faces),
        Subset.of(PROBES, faces, i -> images[faces.identity(i)] > 1),
        Subset.of(DISTRACTORS, faces, i -> images[faces.identity(i)] == 1));
  }

  private static HeldOutPeople of(
      Map<String, FaceDataset> sources, FaceDataset probes, FaceDataset distractors) {
    Set<Integer> seen = new HashSet<>();
    boolean[] first = new boolean[probes.size()];
    IntStream.range(0, first.length).forEach(i -> first[i] = seen.add(probes.identity(i)));
    Searches searches =
        new Searches(
            Subset.of("gallery", probes, i -> first[i]),
            Subset.of("mated", probes, i -> !first[i]),
            distractors);
    return new HeldOutPeople(sources, searches, probes, distractors);
  }

  /** Images of both kinds, probes first. */
  int size() {
    return probes.size() + distractors.size();
  }

  /** Name of the person that an image shows, probes first. */
  String person(int image) {
    return image < probes.size()
        ? probes.identities().get(probes.identity(image))
        : distractors.identities().get(distractors.identity(image - probes.size()));
  }

  /** {@code person/file}: the same wherever the data lie. */
  String image(int image) {
    String place = place(image).replace('\\', '/');
    return person(image) + "/" + place.substring(place.lastIndexOf('/') + 1);
  }

  /** Where an image stands. */
  String place(int image) {
    return image < probes.size() ? probes.name(image) : distractors.name(image - probes.size());
  }

  /** Digest of an image's bytes. */
  String digest(int image) {
    return Sha256.ofBytes(encoded(image));
  }

  private byte[] encoded(int image) {
    return image < probes.size()
        ? probes.encoded(image)
        : distractors.encoded(image - probes.size());
  }

  /** Whom each image shows, probes first, {@code 0..}; nobody is on both sides. */
  int[] people() {
    return IntStream.range(0, size())
        .map(
            image ->
                image < probes.size()
                    ? probes.identity(image)
                    : probes.identities().size() + distractors.identity(image - probes.size()))
        .toArray();
  }

  /** Names of all people. */
  List<String> names() {
    return Stream.concat(probes.identities().stream(), distractors.identities().stream()).toList();
  }

  /** Digest of a list with the role, name and content of every image. */
  private String sha256() {
    return Sha256.ofLines(
        IntStream.range(0, size())
            .mapToObj(
                image ->
                    "%s\t%s\t%s"
                        .formatted(
                            image < probes.size() ? PROBES : DISTRACTORS,
                            image(image),
                            digest(image))));
  }

  /** Counts and digests. */
  ObjectNode toJson() {
    ObjectNode json = Fields.object().put("sha256", sha256());
    for (Map.Entry<String, FaceDataset> part :
        List.of(Map.entry(PROBES, probes), Map.entry(DISTRACTORS, distractors))) {
      json.putObject(part.getKey())
          .put("people", part.getValue().identities().size())
          .put("images", part.getValue().size());
    }
    return json;
  }
}
