package dev.routeface.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every mistake that is the user's ends with one line on standard error: 2 where the command line
 * or a recipe is wrong, 1 where the work failed.
 */
class WrongUseTest {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final Path FULL = Path.of("/dev/full");

  /** A drawn data set, a recipe and a run, made once and only read afterwards. */
  @TempDir static Path home;

  @BeforeAll
  static void drawAndTrain() throws IOException {
    for (int seed = 1; seed <= 2; seed++) {
      String draw = "data synth --identities 3 --images 2 --size 16 --seed %d --out %s";
      done(draw.formatted(seed, at("faces" + seed)));
    }
    TinyRecipes.teacher(home.resolve("teacher.json"), 1);
    done("train-teacher %s %s --out %s".formatted(at("teacher.json"), data(), at("teacher")));
  }

  @Test
  void unknownWords() {
    fails(
        WRONG_USE,
        "data splt x",
        "unknown command 'splt'; did you mean split or inspect?; see" + " routeface data --help");
    fails(
        WRONG_USE,
        "data inspect faces --shet",
        "Unknown option: '--shet'; did you mean --sheet?; see routeface data inspect --help");
    fails(
        WRONG_USE,
        "data inspect",
        "Missing required parameter: 'PATH'; see routeface data inspect --help");
    fails(
        WRONG_USE,
        "distill recipe.json",
        "Missing required options: '--data=NAME=PATH', '--out=RUN'; see routeface distill --help");
    fails(
        WRONG_USE,
        "distill recipe.json --data train --out x",
        "--data: expected NAME=PATH, found train; see routeface distill --help");
    fails(
        WRONG_USE,
        "distill recipe.json --data train=a --data train=b --out x",
        "--data: expected every name once, found train twice; see routeface distill --help");
    fails(
        WRONG_USE,
        "distill recipe.json --data train=a --set training.seed --out x",
        "--set: expected KEY=VALUE, found training.seed; see routeface distill --help");
  }

  @Test
  void numbersOutOfRange() {
    fails(
        WRONG_USE,
        "data synth --identities 0 --images 1 --size 4 --seed 1 --out " + at("new"),
        "expected at least 1 identity, 1 image of each and 16 to 1024 pixels, found 0, 1 and 4;"
            + " see routeface data synth --help");
    fails(
        WRONG_USE,
        "data synth --identities many --images 1 --size 16 --seed 1 --out " + at("new"),
        "Invalid value for option '--identities': 'many' is not an int; see routeface data synth"
            + " --help");
    assertTrue(Files.notExists(home.resolve("new")));
  }

  @Test
  void recipesThatCannotBeRead() throws IOException {
    String nowhere = at("nowhere.json");
    fails(
        WRONG_USE,
        train(nowhere, data()),
        nowhere + ": expected a readable JSON file, found no such file");
    Path words = Files.writeString(home.resolve("words.json"), "epochs = 3");
    fails(
        WRONG_USE,
        train(words.toString(), data()),
        words
            + " at line 1: expected JSON, found Unrecognized token 'epochs': was expecting (JSON"
            + " String, Number, Array, Object or token 'null', 'true' or 'false')");
    Path list = Files.writeString(home.resolve("list.json"), "[]");
    fails(WRONG_USE, train(list.toString(), data()), list + " at $: expected an object, found []");
  }

  @Test
  void changesThatTheRecipeDoesNotKnow() {
    String recipe = at("teacher.json");
    fails(
        WRONG_USE,
        train(recipe, data()) + " --set training.epoch=3",
        "--set training.epoch: expected a key of " + recipe + ", found none of that name");
    fails(
        WRONG_USE,
        train(recipe, data()) + " --set training.epochs=0",
        recipe + " at $.training.epochs: expected a whole number from 1 to 100000, found 0");
    fails(
        WRONG_USE,
        train(recipe, data()) + " --set training.epochs=few",
        recipe + " at $.training.epochs: expected a whole number from 1 to 100000, found \"few\"");
    fails(
        WRONG_USE,
        train(recipe, data()) + " --set architecture.inputSize=24",
        recipe + " at $.preparation.size: expected the input size 24, found 16");
  }

  @Test
  void dataThatIsMissingOrDamaged() throws IOException {
    String recipe = at("teacher.json");
    fails(
        WRONG_USE,
        train(recipe, "--data tain=" + at("faces1/faces")),
        "--data: the recipe asks for train and validation, found [tain]; see routeface"
            + " train-teacher --help");
    fails(
        WRONG_USE,
        train(recipe, data() + " --data test=x"),
        "--data: the recipe asks for train and validation, found [train, validation, test]; see"
            + " routeface train-teacher --help");
    fails(
        FAILED,
        train(recipe, "--data train=%s --data validation=x".formatted(at("nowhere"))),
        at("nowhere") + ": expected a folder, a record file or a list of faces, found none");
    Path empty = Files.createDirectories(home.resolve("empty/nobody"));
    fails(
        FAILED,
        train(recipe, "--data train=%s --data validation=x".formatted(empty.getParent())),
        empty.getParent() + ": expected images of every identity, found none of 1: nobody");
    Path lonely = Files.createDirectories(home.resolve("lonely/somebody"));
    Files.copy(home.resolve("faces1/sheet.png"), lonely.resolve("1.png"));
    fails(
        FAILED,
        train(recipe, "--data train=%s --data validation=x".formatted(lonely.getParent())),
        lonely.getParent() + ": expected images of at least 2 identities, found 1");
    fails(
        FAILED,
        train(recipe, data().replace("faces2", "faces1")),
        "train and validation: expected different identities, found 3 in both, for instance"
            + " seed1-person00000");
    fails(
        FAILED,
        train(recipe, data()) + " --set training.batch=7",
        "train: expected at least one batch of 7 images, found 6");
    fails(
        WRONG_USE,
        train(recipe, data()) + " --set training.learningRate.warmupSteps=3",
        "training.learningRate.warmupSteps: expected fewer than all steps of the schedule, 1,"
            + " found 3");
  }

  @Test
  void teachersThatAreMissingOrTooMany() throws IOException {
    Path student = student("s.json", TinyRecipes.MIMIC, TinyRecipes.CONVERGED);
    fails(
        WRONG_USE,
        distil(student, ""),
        "expected --route RUN, since the recipe follows a route; see routeface distill --help");
    fails(
        WRONG_USE,
        train(student.toString(), data()) + " --teacher " + at("teacher"),
        "expected a recipe that follows no route, found a student's; use distill; see routeface"
            + " train-teacher --help");
    fails(
        FAILED,
        distil(student, "--route " + at("faces1")),
        at("faces1") + ": expected the folder of a run, found no recipe.json");
    fails(
        WRONG_USE,
        train(at("teacher.json"), data()) + " --teacher x.onnx",
        "expected no teacher, since the recipe learns from nobody, found x.onnx; see routeface"
            + " train-teacher --help");
    Path closed =
        student(
            "c.json",
            TinyRecipes.MIMIC,
            "{\"kind\": \"Closed\", \"preparation\": {\"size\": 16, \"order\": \"RGB\","
                + " \"mean\": [127.5, 127.5, 127.5], \"scale\": [64, 64, 64]}}");
    fails(
        FAILED,
        train(closed.toString(), data()) + " --teacher " + at("nowhere.onnx"),
        at("nowhere.onnx") + ": expected an ONNX file, found none");
  }

  @Test
  void recipesThatDoNotFitTheTeacher() throws IOException {
    String hint =
        TinyRecipes.MIMIC
            + ", {\"kind\": \"Hint\", \"weight\": 1, \"student\": \"nose\", \"teacher\": \"nose\"}";
    Path hinted = student("h.json", hint, TinyRecipes.along("{\"kind\": \"Converged\"}", "ONLINE"));
    String run = "recipe of " + at("out") + ": ";
    fails(
        WRONG_USE,
        distil(hinted, "--route " + at("teacher")),
        run + "expected a layer of the student, found nose");
    Path long9 =
        student(
            "l.json",
            TinyRecipes.MIMIC,
            TinyRecipes.along("{\"kind\": \"EqualInterval\", \"stages\": 9}", "CACHED"));
    fails(
        WRONG_USE,
        distil(long9, "--route " + at("teacher")),
        run + "expected a route of at least 9 epochs for EEI-9, found 1");
    Path wide = student("w.json", TinyRecipes.MIMIC, TinyRecipes.CONVERGED);
    fails(
        WRONG_USE,
        distil(wide, "--set architecture.embedding=10 --route " + at("teacher")),
        run
            + "expected embeddings of equal size or an adaptor (\"adaptor\": true), found 10 for"
            + " the student and 12 for the teacher");
    assertTrue(Files.notExists(home.resolve("out")), "no mistake leaves a folder behind");
  }

  @Test
  void foldersThatHoldSomethingElse() {
    fails(
        FAILED,
        train(at("teacher.json"), data()).replace(at("out"), at("faces1")),
        at("faces1") + ": expected a new or empty folder, found faces; choose another --out");
    fails(
        FAILED,
        train(at("teacher.json"), data()).replace(at("out"), at("teacher.json")),
        at("teacher.json")
            + ": expected a new or empty folder, found a file; choose another --out");
    fails(
        FAILED,
        train(at("teacher.json"), data()).replace(at("out"), at("teacher"))
            + " --set training.seed=8",
        at("teacher")
            + ": expected a new folder or a run of the same recipe, found a run of another recipe;"
            + " choose another --out");
    fails(
        FAILED,
        ("train-teacher %s --data train=%s --data validation=%s --out %s")
            .formatted(at("teacher.json"), at("faces2/faces"), at("faces1/faces"), at("teacher")),
        at("teacher")
            + ": expected the training data of this finished run, found other images; choose"
            + " another --out");
  }

  /** The first file of a run, half written, leads to a device that is always full. */
  @Test
  void aFullDisk() throws IOException {
    assumeTrue(Files.exists(FULL), "a machine with " + FULL);
    Path run = Files.createDirectories(home.resolve("full"));
    Files.createSymbolicLink(run.resolve("recipe.json.part"), FULL);
    fails(
        FAILED,
        train(at("teacher.json"), data()).replace(at("out"), run.toString()),
        run.resolve("recipe.json") + ": cannot be written: No space left on device");
  }

  @Test
  void judgingWhatCannotBeJudged() throws IOException {
    fails(
        FAILED,
        openSet(at("faces1"), "faces1/faces", "all"),
        at("faces1")
            + ": expected a finished run (with a card.json) or an ONNX file, found neither");
    fails(
        FAILED,
        openSet(at("teacher"), "faces1/faces", "7"),
        "expected at least 7 distractors, found 6");
    fails(
        FAILED,
        openSet(at("teacher"), "faces2/faces", "all"),
        "expected distractors of other people than the probes, found 3 in both, for instance"
            + " seed2-person00000");
    fails(
        WRONG_USE,
        openSet(at("teacher") + " --model " + at("teacher"), "faces1/faces", "all"),
        "--model: expected every model once, found [%1$s, %1$s]; see routeface evaluate openset --help"
            .formatted(at("teacher")));
    fails(
        WRONG_USE,
        openSet(at("teacher.json"), "faces1/faces", "all"),
        "--model: expected --preparation FILE beside an ONNX file, found none; see routeface"
            + " evaluate openset --help");
    Path pairs = Files.writeString(home.resolve("pairs.txt"), "1 1\na 1 2\na 1 b 1\n");
    fails(
        FAILED,
        "evaluate pairs --model %s --data faces=%s --pairs %s --flip none --fmr 0.1 --resamples 9 --seed 1 --out %s"
            .formatted(at("teacher"), at("faces1/faces"), pairs, at("report")),
        pairs
            + " line 1: expected at least 2 folds, since each takes its threshold from the others,"
            + " found \"1 1\"");
    fails(
        WRONG_USE,
        "study %s --data a=%s --out %s".formatted(at("nowhere.json"), at("faces1/faces"), at("st")),
        at("nowhere.json") + ": expected a readable JSON file, found no such file");
  }

  @Test
  void aStudySaysWhatIsMissingBeforeItTrains() throws IOException {
    student("margin.json", TinyRecipes.MARGIN, TinyRecipes.NOBODY);
    Path study =
        Files.writeString(
            home.resolve("study.json"),
            """
            {"about": "A test.", "teacher": "teacher.json",
             "methods": [{"name": "margin", "recipe": "margin.json"}], "baseline": "margin",
             "tuning": {"rates": [], "seed": 1, "judgement": {"probes": "p", "distractors": "d",
               "sizes": [], "fars": [0.1]}},
             "seeds": [1], "resamples": 100,
             "test": {"probes": "p", "distractors": "d", "sizes": [], "fars": [0.1]}}
            """);
    fails(
        FAILED,
        "study %s %s --out %s".formatted(study, data(), at("study")),
        "expected data set d (--data d=PATH), found [train, validation]");
    assertTrue(Files.notExists(home.resolve("study")), "nothing was trained in vain");
  }

  private static void fails(int code, String line, String message) {
    Commands.Result result = run(line);
    assertEquals("routeface: " + message + "\n", result.err(), line);
    assertEquals(code, result.code(), line);
  }

  private static Commands.Result run(String line) {
    return Commands.run(home.resolve("cache"), List.of(line.split(" +")));
  }

  private static void done(String line) {
    Commands.Result result = run(line);
    assertEquals(0, result.code(), result.err());
  }

  private static String train(String recipe, String data) {
    return "train-teacher %s %s --out %s".formatted(recipe, data, at("out"));
  }

  private static String distil(Path recipe, String more) {
    return "distill %s %s %s --out %s".formatted(recipe, data(), more, at("out"));
  }

  private static String openSet(String model, String probes, String sizes) {
    return "evaluate openset --model %s --data probes=%s --data distractors=%s --sizes %s --far 0.1 --resamples 9 --seed 1 --out %s"
        .formatted(model, at(probes), at("faces2/faces"), sizes, at("report"));
  }

  private static Path student(String file, String losses, String teacher) throws IOException {
    return TinyRecipes.student(home.resolve(file), 1, losses, teacher);
  }

  private static String data() {
    return "--data train=%s --data validation=%s".formatted(at("faces1/faces"), at("faces2/faces"));
  }

  private static String at(String name) {
    return home.resolve(name).toString();
  }
}
