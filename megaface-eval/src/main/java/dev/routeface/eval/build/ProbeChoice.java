package dev.routeface.eval.build;

import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.math.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who is searched for.
 *
 * @param minImages images that a probe identity has at least, 2 or more: a person with one image
 *     has no mate
 * @param maxImages images of one identity at most, drawn by the seed; empty for all
 * @param identities how many, drawn by the seed; empty for all that have enough images
 * @param seed of both draws
 */
public record ProbeChoice(int minImages, OptionalInt maxImages, OptionalInt identities, Seed seed) {
  public ProbeChoice {
    if (minImages < 2) {
      throw new IllegalArgumentException(
          "expected probe identities of at least 2 images, found " + minImages);
    }
    if (maxImages.isPresent() && maxImages.getAsInt() < minImages) {
      throw new IllegalArgumentException(
          "expected --max-images of at least --min-images, found %d and %d"
              .formatted(maxImages.getAsInt(), minImages));
    }
    if (identities.isPresent() && identities.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 probe identity, found " + identities.getAsInt());
    }
  }

  /**
   * Images, cut by identity.
   *
   * @param probes identity by identity, in the order of the images
   * @param strangers all images of everybody else
   */
  public record Cut(TemplateList probes, List<String> strangers) {}

  /**
   * Cuts.
   *
   * @param faces with ids
   * @throws BadDataException if too few identities have enough images
   */
  public Cut of(TemplateList faces) {
    Map<String, int[]> images = imagesOf(faces.ids().orElseThrow());
    Set<String> chosen = chosen(images);
    List<String> paths = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    images.forEach(
        (id, rows) -> {
          boolean probe = chosen.contains(id);
          for (int row : probe ? drawn(id, rows) : rows) {
            (probe ? paths : strangers).add(faces.paths().get(row));
            if (probe) {
              ids.add(id);
            }
          }
        });
    return new Cut(new TemplateList(paths, Optional.of(ids)), strangers);
  }

  /** Rows of each identity, in the order of first appearance. */
  static Map<String, int[]> imagesOf(List<String> ids) {
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    IntStream.range(0, ids.size())
        .forEach(row -> rows.computeIfAbsent(ids.get(row), id -> new ArrayList<>()).add(row));
    Map<String, int[]> arrays = new LinkedHashMap<>();
    rows.forEach((id, list) -> arrays.put(id, list.stream().mapToInt(n -> n).toArray()));
    return arrays;
  }

  private Set<String> chosen(Map<String, int[]> images) {
    List<String> enough =
        images.keySet().stream().filter(id -> images.get(id).length >= minImages).toList();
    int wanted = identities.orElse(Math.max(1, enough.size()));
    if (enough.size() < wanted) {
      throw new BadDataException(
          "expected %d identities with at least %d images for the probes, found %d among %d"
              .formatted(wanted, minImages, enough.size(), images.size()));
    }
    Set<String> chosen = new HashSet<>();
    int[] order = seed.at("probe identities").permutation(enough.size());
    Arrays.stream(order, 0, wanted).forEach(n -> chosen.add(enough.get(n)));
    return chosen;
  }

  /** By the identity's name, so that other people in the folder change nothing. */
  private int[] drawn(String id, int[] rows) {
    int count = Math.min(rows.length, maxImages.orElse(rows.length));
    int[] order = seed.at("probe images of " + id).permutation(rows.length);
    return Arrays.stream(order, 0, count).sorted().map(n -> rows[n]).toArray();
  }
}
