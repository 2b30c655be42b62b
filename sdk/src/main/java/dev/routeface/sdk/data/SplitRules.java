package dev.routeface.sdk.data;

import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How data sets are cut into parts, as a JSON file:
 *
 * <pre>{@code
 * {"seed": 7,
 *  "parts": [{"name": "train", "imagesPerIdentity": 40}, {"name": "test", "imagesPerIdentity": 10}],
 *  "rules": [{"source": "lfw", "images": [5, 100000], "shares": {"train": 0.5, "test": 0.5}}],
 *  "excludeImages": [{"source": "lfw", "file": "suspects"}],
 *  "excludeIdentities": [{"source": "lfw", "file": "overlap", "column": "lfw_name"}]}
 * }</pre>
 *
 * @param seed decides which identity goes where
 * @param parts the parts and their caps
 * @param rules which identities are shared out; ranges of one source never overlap, so each
 *     identity falls under one rule at most
 * @param excludeImages images to leave out
 * @param excludeIdentities identities to leave out
 */
public record SplitRules(
    long seed,
    List<Part> parts,
    List<Rule> rules,
    List<Exclusion> excludeImages,
    List<Exclusion> excludeIdentities) {
  /**
   * Where identities go.
   *
   * @param name of the part, and of its list file
   * @param imagesPerIdentity how many of an identity's images it takes at most, the first ones
   */
  public record Part(String name, int imagesPerIdentity) {}

  /**
   * Identities of one source with {@code fewest} to {@code most} images (after exclusions).
   *
   * @param shares part to share; in the written order, and one together
   */
  public record Rule(String source, int fewest, int most, Map<String, Double> shares) {
    boolean takes(String otherSource, int images) {
      return source.equals(otherSource) && images >= fewest && images <= most;
    }
  }

  /**
   * A file that names what to leave out of a source. Images: one {@code identity/file} per line.
   * Identities: a CSV file with a heading line.
   *
   * @param file name under which the file is handed in
   * @param column heading of the identities' column; empty for images
   */
  public record Exclusion(String source, String file, String column) {}

  private static final int MANY = 100_000_000;

  /**
   * Reads the file.
   *
   * @throws dev.routeface.models.io.BadRecipeException naming file and path, if a key is unknown,
   *     missing or out of range, shares do not add up to one, or rules overlap
   */
  public static SplitRules open(Path file) {
    return Fields.open(file).read(SplitRules::of);
  }

  static SplitRules of(Fields fields) {
    List<Part> parts = fields.objects("parts", SplitRules::part);
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      if (!names.add(part.name())) {
        throw fields.refuse("parts", "distinct names", part.name() + " twice");
      }
    }
    List<Rule> rules = fields.objects("rules", rule -> rule(rule, names));
    requireApart(fields, rules);
    return new SplitRules(
        fields.wholeLong("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        parts,
        rules,
        fields.objects("excludeImages", SplitRules::images),
        fields.objects("excludeIdentities", SplitRules::identities));
  }

  private static Part part(Fields fields) {
    String name = fields.text("name");
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw fields.refuse("name", "lower-case letters, digits and dashes", name);
    }
    return new Part(name, fields.integer("imagesPerIdentity", 1, MANY));
  }

  private static Rule rule(Fields fields, Set<String> parts) {
    List<Integer> range = fields.integers("images", 1, MANY);
    if (range.size() != 2 || range.get(0) > range.get(1)) {
      throw fields.refuse("images", "a range [fewest, most]", range);
    }
    Map<String, Double> shares = fields.object("shares", inner -> shares(inner, parts));
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw fields.refuse("shares", "shares that add up to 1", sum);
    }
    return new Rule(fields.text("source"), range.get(0), range.get(1), shares);
  }

  private static Map<String, Double> shares(Fields fields, Set<String> parts) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String part : fields.keys()) {
      if (!parts.contains(part)) {
        throw fields.refuse(part, "a name that stands in parts", part);
      }
      shares.put(part, fields.number(part, 0, 1));
    }
    return shares;
  }

  /** Overlapping rules would leave it to their order where an identity goes. */
  private static void requireApart(Fields fields, List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      for (Rule before : rules.subList(0, i)) {
        Rule rule = rules.get(i);
        boolean apart =
            !rule.source().equals(before.source())
                || rule.fewest() > before.most()
                || rule.most() < before.fewest();
        if (!apart) {
          throw fields.refuse(
              "rules[" + i + "].images", "ranges of one source that do not overlap", show(rule));
        }
      }
    }
  }

  private static String show(Rule rule) {
    return "[%d, %d] of %s again".formatted(rule.fewest(), rule.most(), rule.source());
  }

  private static Exclusion images(Fields fields) {
    return new Exclusion(fields.text("source"), fields.text("file"), "");
  }

  private static Exclusion identities(Fields fields) {
    return new Exclusion(fields.text("source"), fields.text("file"), fields.text("column"));
  }
}
