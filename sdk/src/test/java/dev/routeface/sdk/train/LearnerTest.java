package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.net.Parameter.Role;
import dev.routeface.models.net.Shape;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.torch.TorchNetwork;
import dev.routeface.models.weights.InitialWeights;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.loss.Sizes;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps on 36 small faces of six people, alone and beside a teacher that runs at every step. */
class LearnerTest {
  private static final int PEOPLE = 6;
  private static final String TAP = "stage1.unit1.relu2";
  private static final String CONVERGED = "{\"kind\": \"Converged\"}";
  private static final String HINT =
      ", {\"kind\": \"Hint\", \"weight\": 0.5, \"student\": \"%s\", \"teacher\": \"%s\"}"
          .formatted(TAP, TAP);
  private static final String KD =
      "{\"kind\": \"Kd\", \"weight\": 0.1, \"temperature\": 4, \"scale\": 16}";
  private static final FacePixels FACES =
      FacePixels.open(TinyTraining.faces(PEOPLE, 1), 16, Progress.NONE);

  private static final NDManager SCOPE = TorchEngine.newScope();
  private static final Teacher TEACHER = teacher();

  static Stream<Recipe> recipes() {
    return Stream.of(
        TinyTraining.teacher(1),
        TinyTraining.student(1, TinyTraining.MIMIC + HINT, CONVERGED, "ONLINE"),
        TinyTraining.student(1, KD, CONVERGED, "ONLINE"),
        TinyTraining.student(1, adaptor() + HINT + ", " + KD, CONVERGED, "ONLINE"));
  }

  @AfterAll
  static void close() {
    SCOPE.close();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void sixtyStepsLeaveNoArraysBehind(Recipe recipe) {
    try (Learner learner = learner(recipe)) {
      run(learner, recipe, 2);
      int live = learner.liveArrays();
      int inNetwork = arraysOf(learner.network());
      int inTeacher = arraysOf(((Teacher.Online) TEACHER).network());
      for (int round = 0; round < 15; round++) {
        run(learner, recipe, 4);
        assertEquals(live, learner.liveArrays(), "beside the network, round " + round);
        assertEquals(inNetwork, arraysOf(learner.network()), "in the network, round " + round);
      }
      assertEquals(inTeacher, arraysOf(((Teacher.Online) TEACHER).network()), "in the teacher");
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void embeddingAndSavingLeaveNoArraysBehind(Recipe recipe) {
    try (Learner learner = learner(recipe)) {
      run(learner, recipe, 2);
      int live = learner.liveArrays();
      int inNetwork = arraysOf(learner.network());
      for (int i = 0; i < 5; i++) {
        learner.embed(FACES, recipe.preparation());
        learner.load(Weights.of(learner.state()));
      }
      assertEquals(live, learner.liveArrays());
      assertEquals(inNetwork, arraysOf(learner.network()));
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void garbageCollectionsInTheMiddleOfStepsChangeNothing(Recipe recipe) throws Exception {
    List<Double> expected;
    try (Learner learner = learner(recipe)) {
      expected = run(learner, recipe, 60);
    }
    AtomicBoolean over = new AtomicBoolean();
    Thread collector = new Thread(() -> collectUntil(over));
    collector.start();
    try (Learner learner = learner(recipe)) {
      assertEquals(expected, run(learner, recipe, 60));
    } finally {
      over.set(true);
      collector.join();
    }
  }

  /** Memory that Java has let go of is not only freed but written over, with minus ones. */
  private static void collectUntil(AtomicBoolean over) {
    while (!over.get()) {
      System.gc();
      for (int i = 0; i < 100; i++) {
        ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder()).putFloat(-1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void learnsWhatItIsShown(Recipe recipe) {
    try (Learner learner = learner(recipe)) {
      double before = run(learner, recipe, 1).get(0);
      List<Double> losses = run(learner, recipe, 20);
      double after = losses.subList(16, 20).stream().mapToDouble(l -> l).average().orElseThrow();
      assertTrue(after < 0.8 * before, before + " then " + losses);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void goesOnFromASavedStateToTheBit(Recipe recipe) {
    try (Learner whole = learner(recipe);
        Learner second = learner(recipe)) {
      run(whole, recipe, 3);
      Weights saved = Weights.of(whole.state());
      List<Double> expected = run(whole, recipe, 3);
      run(second, recipe, 1); // another past, to be forgotten
      second.load(saved);
      assertEquals(expected, run(second, recipe, 3));
      assertEquals(whole.state(), second.state());
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void twoLearnersOfOneRecipeAreEqualToTheBit(Recipe recipe) {
    try (Learner one = learner(recipe);
        Learner other = learner(recipe)) {
      assertEquals(run(one, recipe, 3), run(other, recipe, 3));
      assertEquals(one.state(), other.state());
    }
  }

  @Test
  void theTeacherIsNotMoved() {
    Recipe recipe = recipes().skip(3).findFirst().orElseThrow();
    TorchNetwork network = ((Teacher.Online) TEACHER).network();
    Weights before = network.weights();
    try (Learner learner = learner(recipe)) {
      run(learner, recipe, 3);
    }
    assertEquals(before, network.weights());
  }

  @Test
  void embedsThroughTheAdaptor() {
    Recipe recipe = TinyTraining.student(1, adaptor(), CONVERGED, "ONLINE");
    try (Learner learner = learner(recipe)) {
      Tensor map = Weights.of(learner.state()).tensor("extra.adaptor.weight");
      float[] image = new float[recipe.preparation().length()];
      recipe.preparation().prepare(FACES.rgb(5), image, 0);
      float[] plain = learner.network().embed(image, 1);
      float[] expected = new float[map.shape().get(0)];
      for (int i = 0; i < expected.length; i++) {
        for (int k = 0; k < plain.length; k++) {
          expected[i] += map.data()[i * plain.length + k] * plain[k];
        }
      }
      UnitVectors.normalise(expected.length, expected);
      assertArrayEquals(expected, learner.embed(FACES, recipe.preparation()).row(5), 1e-5f);
    }
  }

  private static String adaptor() {
    return TinyTraining.MIMIC.replace("false", "true");
  }

  private static Learner learner(Recipe recipe) {
    Network student = recipe.architecture().network();
    Map<String, Shape> teacher = TinyTraining.teacher(1).architecture().network().shapes();
    return new Learner(
        recipe, new Sizes(PEOPLE, student.shapes(), student.embedding(), teacher, 12));
  }

  private static Teacher teacher() {
    Network network = TinyTraining.teacher(1).architecture().network();
    Parameter head = new Parameter("head.weight", List.of(PEOPLE, 12), Role.WEIGHT);
    List<String> taps = List.of(TAP);
    return new Teacher.Online(
        new TorchNetwork(SCOPE, network, taps, InitialWeights.of(network, 9), false),
        taps,
        Optional.of(InitialWeights.of(List.of(head), 9).tensor("head.weight")));
  }

  /** Losses of steps on the batches of the first epoch, again and again. */
  private static List<Double> run(Learner learner, Recipe recipe, int steps) {
    List<Double> losses = new ArrayList<>();
    boolean alone = recipe.losses().stream().noneMatch(loss -> loss.needsTeacher());
    try (FaceBatches batches =
        new FaceBatches(
            FACES,
            recipe.preparation(),
            recipe.augmentation(),
            8,
            Seed.of(recipe.training().seed()))) {
      while (losses.size() < steps) {
        FaceBatches.Epoch epoch = batches.epoch(1);
        for (int i = 0; i < batches.steps() && losses.size() < steps; i++) {
          losses.add(learner.step(epoch.next(), alone ? new Teacher.None() : TEACHER, 0.02));
        }
      }
    }
    return losses;
  }

  private static int arraysOf(TorchNetwork network) {
    return network.arrays().values().iterator().next().getManager().getManagedArrays().size();
  }
}
