package dev.routeface.sdk.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {
  private static final String RULES =
      """
      {"seed": 7,
       "parts": [{"name": "train", "imagesPerIdentity": 3}, {"name": "test", "imagesPerIdentity": 2},
                 {"name": "crowd", "imagesPerIdentity": 1}],
       "rules": [{"source": "a", "images": [1, 1], "shares": {"crowd": 1}},
                 {"source": "a", "images": [2, 9], "shares": {"train": 0.5, "test": 0.5}},
                 {"source": "b", "images": [1, 9], "shares": {"train": 0.75, "test": 0.25}}],
       "excludeImages": [], "excludeIdentities": []}
      """;

  @TempDir Path home;

  @Test
  void neverPutsAnIdentityIntoTwoParts() {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      String rules = RULES.replace("\"seed\": 7", "\"seed\": " + random.nextLong());
      Map<String, FaceDataset> sources = Map.of("a", people(random, 200), "b", people(random, 60));
      Set<String> seen = new HashSet<>();
      for (FaceDataset part : split(rules, sources).values()) {
        for (String identity : part.identities()) {
          assertTrue(seen.add(identity), identity + " twice in round " + round);
        }
      }
      assertEquals(260, seen.size(), "every identity falls under a rule");
    }
  }

  @Test
  void dependsOnNamesAndNotOnTheirOrderNorOnWhoElseIsThere() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      names.add("person " + i);
    }
    Map<String, String> before = whereabouts(split(RULES, sources(names)));
    Collections.shuffle(names, new Random(3));
    assertEquals(before, whereabouts(split(RULES, sources(names))));
    Map<String, String> fewer = whereabouts(split(RULES, sources(names.subList(0, 150))));
    fewer.forEach((identity, part) -> assertEquals(before.get(identity), part, identity));
  }

  @Test
  void anotherSeedCutsAnotherWay() {
    Map<String, FaceDataset> sources =
        Map.of("a", people(new Random(1), 200), "b", people(new Random(2), 60));
    Map<String, String> one = whereabouts(split(RULES, sources));
    Map<String, String> two = whereabouts(split(RULES.replace("7,", "8,"), sources));
    assertTrue(!one.equals(two));
  }

  @Test
  void meetsTheSharesOnAverage() {
    Map<String, FaceDataset> parts =
        split(RULES, Map.of("a", people(new Random(1), 20), "b", people(new Random(2), 20_000)));
    long train =
        parts.get("train").identities().stream().filter(name -> name.startsWith("b/")).count();
    assertEquals(0.75, train / 20_000.0, 0.015); // five standard deviations
  }

  @Test
  void keepsTheFirstImagesUpToTheCapAndOnlyThose() {
    Drawn drawn = people(new Random(5), 100);
    Map<String, FaceDataset> parts =
        split(RULES, Map.of("a", drawn, "b", people(new Random(6), 60)));
    Map<String, Integer> caps = Map.of("train", 3, "test", 2, "crowd", 1);
    parts.forEach(
        (name, part) -> {
          Map<String, List<String>> images = new LinkedHashMap<>();
          for (int i = 0; i < part.size(); i++) {
            String identity = part.identities().get(part.identity(i));
            images.computeIfAbsent(identity, key -> new ArrayList<>()).add(part.name(i));
          }
          images.forEach(
              (identity, found) -> {
                if (identity.startsWith("a/")) {
                  List<String> all = drawn.namesOf(identity.substring(2));
                  assertEquals(all.subList(0, Math.min(all.size(), caps.get(name))), found);
                }
              });
        });
  }

  @Test
  void keepsTheSameNameOfTwoSourcesApart() {
    Drawn same = people(new Random(5), 40);
    Set<String> all = new HashSet<>();
    split(RULES, Map.of("a", same, "b", same)).values().forEach(p -> all.addAll(p.identities()));
    assertEquals(80, all.size());
  }

  @Test
  void countsImagesAfterExclusions() throws IOException {
    List<String> names = List.of("x", "y", "z", "u", "v", "w");
    Drawn drawn = new Drawn(names, 2);
    Path images = Files.writeString(home.resolve("images.txt"), "x/0.jpg\n\nx/1.jpg\ny/1.jpg\n");
    Path people = Files.writeString(home.resolve("people.csv"), "id,who\n1,z\n");
    String rules =
        """
        {"seed": 1,
         "parts": [{"name": "one", "imagesPerIdentity": 9}, {"name": "two", "imagesPerIdentity": 9}],
         "rules": [{"source": "s", "images": [1, 1], "shares": {"one": 1}},
                   {"source": "s", "images": [2, 2], "shares": {"two": 1}}],
         "excludeImages": [{"source": "s", "file": "images"}],
         "excludeIdentities": [{"source": "s", "file": "people", "column": "who"}]}
        """;
    Map<String, Path> files = Map.of("images", images, "people", people);
    Split split = Split.of(rules(rules), Map.of("s", drawn), files);
    assertEquals(List.of("s/y"), split.parts().get("one").identities());
    assertEquals(List.of("s/u", "s/v", "s/w"), split.parts().get("two").identities());
    assertEquals(3, split.excludedImages());
    assertEquals(1, split.excludedIdentities());
    Files.writeString(people, "id,who\n1,z\n2,nobody\n");
    assertEquals(
        people + " line 3: expected a name from the data set, found \"nobody\"",
        assertThrows(
                BadDataException.class, () -> Split.of(rules(rules), Map.of("s", drawn), files))
            .getMessage());
    Files.writeString(people, "id,name\n1,z\n");
    assertEquals(
        people + " line 1: expected a column \"who\", found [id, name]",
        assertThrows(
                BadDataException.class, () -> Split.of(rules(rules), Map.of("s", drawn), files))
            .getMessage());
  }

  @Test
  void namesDataThatWasNotHandedIn() {
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () -> Split.of(rules(RULES), Map.of("a", people(new Random(1), 9)), Map.of()));
    assertEquals(
        "the split's rules: expected \"b\" among the data handed in, found [a]", e.getMessage());
  }

  @Test
  void refusesAnEmptyPart() {
    Drawn singles = new Drawn(List.of("x", "y"), 1);
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () -> split(RULES, Map.of("a", singles, "b", new Drawn(List.of(), 1))));
    assertEquals(
        "part train: expected at least one identity, found none that its rules take",
        e.getMessage());
  }

  @Test
  void refusesRulesThatDoNotAddUp() {
    assertEquals(
        "split.json at $.rules[1].shares: expected shares that add up to 1, found 0.9",
        refusal(
            RULES.replace("{\"train\": 0.5, \"test\": 0.5}", "{\"train\": 0.5, \"test\": 0.4}")));
    assertEquals(
        "split.json at $.rules[0].shares.elsewhere: expected a name that stands in parts, found"
            + " elsewhere",
        refusal(RULES.replace("\"crowd\": 1}}", "\"elsewhere\": 1}}")));
    assertEquals(
        "split.json at $.rules[1].images: expected ranges of one source that do not overlap, found"
            + " [1, 9] of a again",
        refusal(RULES.replace("[2, 9]", "[1, 9]")));
    assertEquals(
        "split.json at $.parts: expected distinct names, found train twice",
        refusal(RULES.replace("\"name\": \"test\"", "\"name\": \"train\"")));
    assertEquals(
        "split.json at $.excludeImages: missing key",
        refusal(RULES.replace("\"excludeImages\": [], ", "")));
    assertEquals(
        "split.json at $.rules[1].images: expected a range [fewest, most], found [9, 2]",
        refusal(RULES.replace("[2, 9]", "[9, 2]")));
  }

  @Test
  void readsTheRulesOfTheStudyOnRealFaces() {
    SplitRules rules = SplitRules.open(Path.of("../models/recipes/real/split.json"));
    assertEquals(5, rules.parts().size());
    assertEquals(4, rules.rules().size());
  }

  private static String refusal(String rules) {
    return assertThrows(BadRecipeException.class, () -> rules(rules)).getMessage();
  }

  private static SplitRules rules(String json) {
    return Fields.parse("split.json", json).read(SplitRules::of);
  }

  private static Map<String, FaceDataset> split(String rules, Map<String, FaceDataset> sources) {
    return Split.of(rules(rules), sources, Map.of()).parts();
  }

  private static Map<String, FaceDataset> sources(List<String> names) {
    List<Integer> images = names.stream().map(name -> name.endsWith("7") ? 1 : 3).toList();
    return Map.of("a", new Drawn(names, images), "b", new Drawn(List.of("x", "y"), 1));
  }

  private static Map<String, String> whereabouts(Map<String, FaceDataset> parts) {
    Map<String, String> where = new HashMap<>();
    parts.forEach((part, faces) -> faces.identities().forEach(name -> where.put(name, part)));
    return where;
  }

  private static Drawn people(Random random, int count) {
    List<String> names = new ArrayList<>();
    List<Integer> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("p" + i);
      images.add(1 + random.nextInt(6));
    }
    return new Drawn(names, images);
  }

  /** A data set of names without pictures. */
  private static final class Drawn implements FaceDataset {
    private final List<String> identities;
    private final List<Integer> owner = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Drawn(List<String> identities, int images) {
      this(identities, Collections.nCopies(identities.size(), images));
    }

    Drawn(List<String> identities, List<Integer> images) {
      this.identities = List.copyOf(identities);
      for (int who = 0; who < identities.size(); who++) {
        for (int i = 0; i < images.get(who); i++) {
          owner.add(who);
          names.add("/faces/" + identities.get(who) + "/" + i + ".jpg");
        }
      }
    }

    List<String> namesOf(String identity) {
      return names.stream().filter(name -> name.startsWith("/faces/" + identity + "/")).toList();
    }

    @Override
    public int size() {
      return owner.size();
    }

    @Override
    public int identity(int index) {
      return owner.get(index);
    }

    @Override
    public List<String> identities() {
      return identities;
    }

    @Override
    public String name(int index) {
      return names.get(index);
    }

    @Override
    public byte[] encoded(int index) {
      return new byte[0];
    }

    @Override
    public String sha256() {
      return "drawn " + names.hashCode();
    }
  }
}
