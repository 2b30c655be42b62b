package dev.routeface.sdk.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One sound recipe, and everything that can be wrong with it. */
class RecipeTest {
  private static final String MIMIC = "{\"kind\": \"Mimic\", \"weight\": 1, \"adaptor\": false}";
  private static final String HINT =
      "{\"kind\": \"Hint\", \"weight\": 1, \"student\": \"a\", \"teacher\": \"b\"}";
  private static final String MARGIN =
      "{\"kind\": \"Margin\", \"weight\": 1, \"head\": {\"kind\": \"Softmax\", \"scale\": 16}}";
  private static final String ALONG =
      "{\"kind\": \"Along\", \"plan\": {\"kind\": \"OneStage\", \"interval\": 10},"
          + " \"targets\": \"CACHED\"}";
  private static final String NOBODY = "{\"kind\": \"Nobody\"}";
  private static final String CLOSED =
      "{\"kind\": \"Closed\", \"preparation\": {\"size\": 112, \"order\": \"BGR\","
          + " \"mean\": [1, 2, 3], \"scale\": [4, 5, 6]}}";
  private static final String SOUND =
      """
      {
        "about": "A test.",
        "architecture": {"kind": "SlimResNet", "inputSize": 16, "stem": 8,
          "stages": [{"channels": 16, "units": 1, "stride": 2}],
          "head": "FULL", "embedding": 12},
        "preparation": {"size": 16, "order": "RGB",
          "mean": [127.5, 127.5, 127.5], "scale": [64, 64, 64]},
        "data": {"train": "train", "heldOut": "heldOut"},
        "augmentation": {"flip": true, "shift": 0, "brightness": 0},
        "training": {"epochs": 40, "batch": 8,
          "optimizer": {"kind": "Sgd", "weightDecay": 0.0005, "momentum": 0.9},
          "learningRate": {"base": 0.1, "warmupSteps": 2, "decay": {"kind": "Poly", "power": 2}},
          "clip": 5, "seed": 3},
        "losses": [LOSSES],
        "teacher": TEACHER
      }
      """
          .replace("LOSSES", MIMIC)
          .replace("TEACHER", ALONG);

  @Test
  void aSoundRecipeIsRead() {
    Recipe recipe = read(SOUND);
    assertEquals(40, recipe.training().epochs());
    assertEquals(new OptimizerChoice.Sgd(0.9, 0.0005), recipe.training().optimizer());
    assertFalse(recipe.online());
    assertTrue(read(SOUND.replace("CACHED", "ONLINE")).online());
  }

  @Test
  void theDigestIsOfTheContentAndNotOfItsLayout() {
    String oneLine = SOUND.replaceAll("\\s+", " ").replace("127.5, 127.5", "1275e-1, 127.50");
    assertEquals(read(SOUND).sha256(), read(oneLine).sha256());
    assertNotEquals(
        read(SOUND).sha256(), read(SOUND.replace("\"seed\": 3", "\"seed\": 4")).sha256());
  }

  /**
   * Resolved by hand, digested by Python's hashlib. A run is resumed by this digest: whoever
   * changes it orphans every run that exists.
   */
  @Test
  void theDigestIsTheSameForever() {
    assertEquals(
        "1803360988135c464b71cf7deaf8374fe3436aed5e7c3a842324144e3f085d5a", read(SOUND).sha256());
  }

  @Test
  void changesRateAndSeedAndNothingElse() {
    Recipe changed = read(SOUND).with(0.25, 7);
    String text = SOUND.replace("\"base\": 0.1", "\"base\": 0.25");
    assertEquals(read(text.replace("\"seed\": 3", "\"seed\": 7")), changed);
  }

  static Stream<String> teachers() {
    return Stream.of(ALONG, ALONG.replace("CACHED", "ONLINE"), CLOSED);
  }

  @ParameterizedTest
  @MethodSource("teachers")
  void everyTeacherComesBackFromItsJson(String teacher) {
    Recipe recipe = read(SOUND.replace(ALONG, teacher));
    assertEquals(recipe, read(Fields.text(recipe.toJson())));
  }

  @Test
  void aRecipeWithoutTeacherComesBackFromItsJson() {
    Recipe recipe = read(SOUND.replace(MIMIC, MARGIN).replace(ALONG, NOBODY));
    assertEquals(new TeacherChoice.Nobody(), recipe.teacher());
    assertEquals(recipe, read(Fields.text(recipe.toJson())));
  }

  /** Values out of range, of the wrong kind, unknown and missing: what is replaced, the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "momentum": 0.9     | "momentum": 1.5    | $.training.optimizer.momentum: expected a number from 0 to 0.9999, found 1.5
          "epochs": 40        | "epochs": 0        | $.training.epochs: expected a whole number from 1 to 100000, found 0
          "epochs": 40        | "epochs": 40.5     | $.training.epochs: expected a whole number from 1 to 100000, found 40.5
          "batch": 8          | "batch": 1         | $.training.batch: expected a whole number from 2 to 65536, found 1
          "clip": 5           | "clip": 0          | $.training.clip: expected a number from 1.0E-6 to 1.0E9, found 0
          "seed": 3           | "seed": -1         | $.training.seed: expected a whole number from 0 to 9223372036854775807, found -1
          "base": 0.1         | "base": "0.1"      | $.training.learningRate.base: expected a number from 1.0E-9 to 100, found "0.1"
          "flip": true        | "flip": 1          | $.augmentation.flip: expected true or false, found 1
          "interval": 10      | "interval": 0      | $.teacher.plan.interval: expected a whole number from 1 to 1000000, found 0
          "interval": 10      | "gap": 10          | $.teacher.plan.interval: missing key
          "adaptor": false    | "adaptor": false, "x": 1 | $.losses[0].x: unknown key; known here: kind, weight, adaptor
          "clip": 5,          | "clip": 5, "clip2": 5,   | $.training.clip2: unknown key; known here: epochs, batch, optimizer, learningRate, clip, seed
          "clip": 5,          | ""                 | $.training.clip: missing key
          "kind": "Mimic"     | "kind": "mimic"    | $.losses[0].kind: expected one of Margin, Mimic, Hint, Kd, found "mimic"
          "kind": "OneStage"  | "kind": "EEI"      | $.teacher.plan.kind: expected one of Converged, EqualInterval, OneStage, EveryEpoch, GreedySearch, found "EEI"
          "kind": "Sgd"       | "kind": "SGD"      | $.training.optimizer.kind: expected one of Sgd, AdamW, found "SGD"
          "targets": "CACHED" | "targets": "BOTH"  | $.teacher.targets: expected one of CACHED, ONLINE, found "BOTH"
          "about": "A test."  | "about": 3         | $.about: expected a text, found 3
          "data": {"train": "train", "heldOut": "heldOut"} | "data": []  | $.data: expected an object, found []
          """)
  void namesThePlaceAndWhatItExpected(String sound, String broken, String message) {
    assertTrue(SOUND.contains(sound), sound);
    String text = SOUND.replace(sound, broken.equals("\"\"") ? "" : broken);
    assertEquals("recipe.json at " + message, refused(text));
  }

  @Test
  void imagesAreOfTheNetworksSize() {
    assertEquals(
        "recipe.json at $.preparation.size: expected the input size 16, found 24",
        refused(SOUND.replace("\"size\": 16", "\"size\": 24")));
  }

  @Test
  void thereIsALoss() {
    assertEquals(
        "recipe.json at $.losses: expected at least one loss, found none",
        refused(SOUND.replace(MIMIC, "")));
  }

  @Test
  void aLossThatNeedsATeacherHasOne() {
    assertEquals(
        "recipe.json at $.teacher: expected a teacher, since a loss needs one, found Nobody",
        refused(SOUND.replace(ALONG, NOBODY)));
    assertEquals(
        "recipe.json at $.teacher: expected a teacher, since a loss needs one, found Nobody",
        refused(SOUND.replace(ALONG, NOBODY).replace(MIMIC, MARGIN + ", " + MIMIC)));
  }

  @Test
  void aTeacherIsNeededBySomeLoss() {
    assertEquals(
        "recipe.json at $.teacher: expected Nobody, since no loss needs a teacher, found Along",
        refused(SOUND.replace(MIMIC, MARGIN)));
  }

  @Test
  void aHintNeedsTheTeacherAtEveryStep() {
    String hint = SOUND.replace(MIMIC, HINT);
    assertEquals(
        "recipe.json at $.teacher.targets: expected ONLINE, since a hint needs feature maps, found"
            + " cached",
        refused(hint));
    assertTrue(read(hint.replace("CACHED", "ONLINE")).online());
  }

  @Test
  void cachedTargetsAllowNoImageThatWasNotEmbedded() {
    String shifted = SOUND.replace("\"shift\": 0", "\"shift\": 2");
    assertEquals(
        "recipe.json at $.augmentation: expected shift 0 and brightness 0 with cached targets,"
            + " found {\"flip\":true,\"shift\":2,\"brightness\":0.0}",
        refused(shifted));
    assertEquals(
        "recipe.json at $.augmentation: expected shift 0 and brightness 0 with cached targets,"
            + " found {\"flip\":true,\"shift\":0,\"brightness\":0.2}",
        refused(SOUND.replace("\"brightness\": 0", "\"brightness\": 0.2").replace(ALONG, CLOSED)));
    assertEquals(2, read(shifted.replace("CACHED", "ONLINE")).augmentation().shift());
    assertEquals(
        2, read(shifted.replace(MIMIC, MARGIN).replace(ALONG, NOBODY)).augmentation().shift());
  }

  @Test
  void aFileIsNamedWithItsPath(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("r.json"), SOUND.replace("Sgd", "Adam"));
    assertEquals(
        file + " at $.training.optimizer.kind: expected one of Sgd, AdamW, found \"Adam\"",
        assertThrows(BadRecipeException.class, () -> Recipe.read(file)).getMessage());
  }

  private static Recipe read(String text) {
    return Fields.parse("recipe.json", text).read(Recipe::of);
  }

  private static String refused(String text) {
    return assertThrows(BadRecipeException.class, () -> read(text)).getMessage();
  }
}
