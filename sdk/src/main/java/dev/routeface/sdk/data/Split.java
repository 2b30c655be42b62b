package dev.routeface.sdk.data;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.SplitRules.Part;
import dev.routeface.sdk.data.SplitRules.Rule;
import dev.routeface.sdk.math.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data sets cut by identity, never by image: an identity is in one part or in none.
 *
 * <p>That holds by construction. An identity falls under at most one rule, and within it goes where
 * a number in [0, 1) falls that is drawn from (seed, source, identity) alone: not from the order of
 * folders, nor from who else is there. So a person who is added later moves nobody; the price is
 * that shares are met on average, not to the person.
 *
 * @param parts name of the part to its faces; identities are named {@code source/identity}, so that
 *     the same name in two sources stays two people
 * @param excludedImages images left out by name
 * @param excludedIdentities identities left out by name
 */
public record Split(Map<String, FaceDataset> parts, int excludedImages, int excludedIdentities) {
  /**
   * Cuts data sets.
   *
   * @param sources data sets by the names that the rules use; all of them are used
   * @param files exclusion files by the names that the rules use
   * @throws BadDataException if a name of the rules was not handed in, an excluded name is not in
   *     its source, or a part stays empty
   */
  public static Split of(
      SplitRules rules, Map<String, FaceDataset> sources, Map<String, Path> files) {
    rules.rules().forEach(rule -> named(sources, rule.source()));
    rules.excludeImages().forEach(exclusion -> named(sources, exclusion.source()));
    rules.excludeIdentities().forEach(exclusion -> named(sources, exclusion.source()));
    Map<String, Subset.Chosen> chosen = new LinkedHashMap<>();
    rules.parts().forEach(part -> chosen.put(part.name(), new Subset.Chosen()));
    int images = 0;
    int identities = 0;
    for (Map.Entry<String, FaceDataset> source : sources.entrySet()) {
      Exclusions out = new Exclusions(rules, source.getKey(), source.getValue(), files);
      shareOut(rules, source, out, chosen);
      images += out.imageCount();
      identities += out.identityCount();
    }
    Map<String, FaceDataset> parts = new LinkedHashMap<>();
    chosen.forEach((name, faces) -> parts.put(name, faces.of(name)));
    return new Split(Collections.unmodifiableMap(parts), images, identities);
  }

  private static void shareOut(
      SplitRules rules,
      Map.Entry<String, FaceDataset> source,
      Exclusions out,
      Map<String, Subset.Chosen> chosen) {
    List<List<Integer>> images = imagesByIdentity(source.getValue(), out);
    for (int who = 0; who < images.size(); who++) {
      String identity = source.getValue().identities().get(who);
      List<Integer> own = images.get(who);
      part(rules, source.getKey(), identity, own.size())
          .ifPresent(
              part ->
                  chosen
                      .get(part.name())
                      .add(
                          source.getKey() + "/" + identity,
                          source.getValue(),
                          own.subList(0, Math.min(own.size(), part.imagesPerIdentity()))));
    }
  }

  /** Where an identity with that many images goes; empty if no rule takes it. */
  static Optional<Part> part(SplitRules rules, String source, String identity, int images) {
    return rules.rules().stream()
        .filter(rule -> rule.takes(source, images))
        .findFirst()
        .map(rule -> partName(rule, draw(rules.seed(), source, identity)))
        .flatMap(name -> rules.parts().stream().filter(p -> p.name().equals(name)).findFirst());
  }

  private static double draw(long seed, String source, String identity) {
    return Seed.of(seed).at(source).at(identity).random().nextDouble();
  }

  private static String partName(Rule rule, double draw) {
    double left = draw;
    String name = "";
    for (Map.Entry<String, Double> share : rule.shares().entrySet()) {
      if (share.getValue() > 0 && left >= 0) {
        name = share.getKey(); // shares that add up to 1 - 1e-16 still place a draw of 1 - 1e-17
      }
      left -= share.getValue();
    }
    return name;
  }

  private static List<List<Integer>> imagesByIdentity(FaceDataset faces, Exclusions out) {
    List<List<Integer>> images = new ArrayList<>();
    faces.identities().forEach(identity -> images.add(new ArrayList<>()));
    for (int i = 0; i < faces.size(); i++) {
      if (!out.leavesOut(faces, i)) {
        images.get(faces.identity(i)).add(i);
      }
    }
    return images;
  }

  static <T> T named(Map<String, T> given, String name) {
    T value = given.get(name);
    if (value == null) {
      throw new BadDataException(
          "the split's rules: expected \"%s\" among the data handed in, found %s"
              .formatted(name, given.keySet()));
    }
    return value;
  }
}
