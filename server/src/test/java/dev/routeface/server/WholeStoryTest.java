package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From drawn faces to judged students, with nothing but the command line. */
class WholeStoryTest {
  private static final String RULES =
      """
      {"seed": 2,
       "parts": [{"name": "train", "imagesPerIdentity": 4},
                 {"name": "validation", "imagesPerIdentity": 4},
                 {"name": "test", "imagesPerIdentity": 4}],
       "rules": [{"source": "s", "images": [1, 9],
                  "shares": {"train": 0.4, "validation": 0.3, "test": 0.3}}],
       "excludeImages": [], "excludeIdentities": []}
      """;

  @TempDir Path home;

  @Test
  void drawsSplitsTrainsDistilsAndJudges() throws IOException {
    drawAndSplit();
    trainTeacher();
    distil("margin", TinyRecipes.MARGIN, TinyRecipes.NOBODY, List.of());
    List<String> along = List.of("--route", at("teacher"));
    distil("plain", TinyRecipes.MIMIC, TinyRecipes.CONVERGED, along);
    distil("route", TinyRecipes.MIMIC, TinyRecipes.ONE_STAGE, along);
    judgeOpenSet();
    judgePairs();
  }

  private void drawAndSplit() throws IOException {
    String draw = "data synth --identities %d --images %d --size 16 --seed %d --out %s";
    done(draw.formatted(16, 4, 1, at("faces1")));
    done(draw.formatted(4, 3, 2, at("faces2")));
    assertTrue(Files.exists(home.resolve("faces1/sheet.png")));
    Files.writeString(home.resolve("rules.json"), RULES);
    done(
        "data split %s --data s=%s --out %s"
            .formatted(at("rules.json"), at("faces1/faces"), at("split")));
    assertEquals(
        Set.of("split.json", "test.list", "train.list", "validation.list"),
        files(home.resolve("split")));
  }

  private void trainTeacher() throws IOException {
    TinyRecipes.teacher(home.resolve("teacher.json"), 2);
    String command = "train-teacher %s %s --out %s";
    Commands.Result result =
        done(command.formatted(at("teacher.json"), data("train", "validation"), at("teacher")));
    Path run = home.resolve("teacher");
    assertEquals(
        Set.of(
            "anchors/epoch-0001.head.safetensors",
            "anchors/epoch-0001.safetensors",
            "anchors/epoch-0002.head.safetensors",
            "anchors/epoch-0002.safetensors",
            "card.json",
            "log.jsonl",
            "model.safetensors",
            "recipe.json",
            "route.json",
            "state.safetensors"),
        files(run));
    String sha256 = Sha256.ofFile(run.resolve("model.safetensors"));
    assertTrue(result.out().endsWith("sha256 " + sha256 + "\n"), result.out());
    assertEquals(
        "routeface train-teacher teacher.json --data train=train.list"
            + " --data validation=validation.list --out teacher",
        command(run));
  }

  private void distil(String name, String loss, String teacher, List<String> more)
      throws IOException {
    TinyRecipes.student(home.resolve(name + ".json"), 2, loss, teacher);
    String arguments = String.join(" ", more);
    String command = "distill %s %s %s --set training.seed=5 --out %s";
    done(command.formatted(at(name + ".json"), arguments, data("train", "validation"), at(name)));
    Path run = home.resolve(name);
    assertEquals(
        Set.of("card.json", "log.jsonl", "model.safetensors", "recipe.json", "state.safetensors"),
        files(run));
    assertEquals(5, json(run.resolve("recipe.json")).at("/training/seed").asInt());
    assertEquals(
        "routeface distill %s.json %s--data train=train.list --data validation=validation.list"
                .formatted(name, more.isEmpty() ? "" : "--route teacher ")
            + " --set training.seed=5 --out "
            + name,
        command(run));
  }

  private void judgeOpenSet() throws IOException {
    String command =
        "evaluate openset %s --data probes=%s --data distractors=%s --sizes 4 all --far 0.1"
            + " --resamples 50 --seed 1 --out %s";
    Commands.Result result =
        done(command.formatted(models(), at("split/test.list"), at("faces2/faces"), at("openset")));
    Path report = home.resolve("openset");
    assertTrue(
        files(report).containsAll(Set.of("report.html", "report.json", "report.txt")),
        files(report).toString());
    assertTrue(result.out().contains(Files.readString(report.resolve("report.txt"))));
    JsonNode json = json(report.resolve("report.json"));
    assertEquals(4, json.at("/models").size());
    assertEquals(
        json(home.resolve("split/split.json")).at("/parts/test/images").asInt(),
        json.at("/provenance/data/probes/images").asInt());
    assertEquals(12, json.at("/provenance/data/distractors/images").asInt());
    assertEquals(
        "routeface evaluate openset --model teacher --model margin --model plain --model route"
            + " --data probes=test.list --data distractors=faces --sizes 4 all --far 0.1"
            + " --resamples 50 --seed 1 --out openset",
        json.at("/provenance/command").asText());
  }

  /** The pair list names files as LFW does, so the faces are put under such names first. */
  private void judgePairs() throws IOException {
    for (String person : List.of("seed2-person00000", "seed2-person00001")) {
      Path folder = Files.createDirectories(home.resolve("lfw").resolve(person));
      for (int image = 1; image <= 2; image++) {
        Path drawn = home.resolve("faces2/faces/%s/%04d.png".formatted(person, image));
        Files.copy(drawn, folder.resolve("%s_%04d.png".formatted(person, image)));
      }
    }
    Files.writeString(home.resolve("pairs.txt"), pairs());
    done(
        "evaluate pairs %s --data faces=%s --pairs %s --flip none --fmr 0.1 --resamples 50 --seed 1 --out %s"
            .formatted(models(), at("lfw"), at("pairs.txt"), at("pairs")));
    assertTrue(
        files(home.resolve("pairs"))
            .containsAll(Set.of("report.html", "report.json", "report.txt")));
    assertEquals(4, json(home.resolve("pairs/report.json")).at("/models").size());
  }

  private static String pairs() {
    return """
    2 1
    A 1 2
    A 1 B 1
    B 1 2
    A 2 B 2
    """
        .replace("A", "seed2-person00000")
        .replace("B", "seed2-person00001");
  }

  private Commands.Result done(String line) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" +")));
    Commands.Result result = Commands.run(home.resolve("cache"), arguments);
    assertEquals("", result.err(), line);
    assertEquals(0, result.code(), line);
    return result;
  }

  private String at(String name) {
    return home.resolve(name).toString();
  }

  private String data(String... parts) {
    return Stream.of(parts)
        .map(part -> "--data %s=%s".formatted(part, at("split/" + part + ".list")))
        .collect(Collectors.joining(" "));
  }

  private String models() {
    return Stream.of("teacher", "margin", "plain", "route")
        .map(name -> "--model " + at(name))
        .collect(Collectors.joining(" "));
  }

  private static String command(Path run) throws IOException {
    return json(run.resolve("card.json")).at("/provenance/command").asText();
  }

  private static JsonNode json(Path file) throws IOException {
    return Fields.MAPPER.readTree(Files.readString(file));
  }

  private static Set<String> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
