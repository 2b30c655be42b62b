package dev.routeface.eval.study;

import dev.routeface.eval.metric.Averaging;
import dev.routeface.eval.protocol.OpenSet;
import dev.routeface.eval.protocol.OpenSetResult;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.recipe.TeacherChoice;
import dev.routeface.sdk.train.HeldOut;
import dev.routeface.sdk.train.Run;
import dev.routeface.sdk.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs a study, one training after the other. Every training is a run of its own below the study's
 * folder: a study that was stopped goes on where it was, and what is finished is not done again.
 */
final class StudyRunner {
  private final Study study;
  private final Studies.Inputs inputs;
  private final Path out;
  private final Progress progress;
  private final Map<FaceDataset, FacePixels> pixels = new HashMap<>();

  StudyRunner(Study study, Studies.Inputs inputs, Path out, Progress progress) {
    this.study = study;
    this.inputs = inputs;
    this.out = out;
    this.progress = progress;
  }

  Outcome run() {
    requireInputs();
    Path teacher = out.resolve("teacher");
    train(study.teacher(), inputs.closedTeacher(), true, teacher);
    UnitVectors target = embed(teacher, data(study.test().probes()));
    List<Outcome.MethodOutcome> methods = new ArrayList<>();
    for (Study.Method method : study.methods()) {
      List<Outcome.Trial> trials =
          study.tuning().rates().stream().map(rate -> trial(method, rate)).toList();
      double rate =
          trials.stream()
              .max(Comparator.comparingDouble(Outcome.Trial::rank1))
              .map(Outcome.Trial::rate)
              .orElse(method.recipe().training().learningRate().base());
      List<Outcome.Judged> runs =
          study.seeds().stream().map(seed -> judged(method, rate, seed, target)).toList();
      methods.add(new Outcome.MethodOutcome(method, trials, rate, runs));
    }
    return new Outcome(closed(), judged(teacher, target), methods);
  }

  /** Everything that is named is there: a study must not stop after hours for a missing list. */
  private void requireInputs() {
    Stream.concat(Stream.of(study.teacher()), study.methods().stream().map(Study.Method::recipe))
        .map(Recipe::data)
        .forEach(
            names -> {
              data(names.train());
              data(names.heldOut());
            });
    openSet(study.test());
    if (!study.tuning().rates().isEmpty()) {
      openSet(study.tuning().judgement());
    }
  }

  private Outcome.Trial trial(Study.Method method, double rate) {
    Path folder = out.resolve("tuning").resolve(slug(method) + "-lr" + rate);
    student(method, rate, study.tuning().seed(), folder);
    OpenSetResult result = openSet(study.tuning().judgement()).judge(faces -> embed(folder, faces));
    double rank1 = result.rank1().get(0).hits().average(Averaging.IDENTITIES);
    return new Outcome.Trial(rate, rank1);
  }

  private Outcome.Judged judged(Study.Method method, double rate, long seed, UnitVectors target) {
    Path folder = out.resolve("students").resolve(slug(method) + "-seed" + seed);
    student(method, rate, seed, folder);
    return judged(folder, target);
  }

  private Outcome.Judged judged(Path run, UnitVectors target) {
    UnitVectors own = embed(run, data(study.test().probes()));
    OpenSetResult result = openSet(study.test()).judge(faces -> embed(run, faces));
    double mimic = own.dimension() == target.dimension() ? HeldOut.mimic(own, target) : Double.NaN;
    return new Outcome.Judged(Run.existing(run), result, mimic);
  }

  private void student(Study.Method method, double rate, long seed, Path folder) {
    boolean alone = method.recipe().teacher() instanceof TeacherChoice.Nobody;
    Optional<Path> teacher =
        alone
            ? Optional.empty()
            : method.recipe().teacher() instanceof TeacherChoice.Closed
                ? inputs.closedTeacher()
                : Optional.of(out.resolve("teacher"));
    train(method.recipe().with(rate, seed), teacher, false, folder);
  }

  private void train(Recipe recipe, Optional<Path> teacher, boolean keepRoute, Path folder) {
    Trainer.Inputs training =
        new Trainer.Inputs(
            data(recipe.data().train()),
            data(recipe.data().heldOut()),
            teacher,
            keepRoute,
            inputs.cache(),
            inputs.origin());
    Trainer.train(recipe, training, folder, named(folder));
  }

  /** A study trains many networks: the bar says which. */
  private Progress named(Path folder) {
    return (what, steps) -> progress.start(folder.getFileName() + ": " + what, steps);
  }

  private Optional<OpenSetResult> closed() {
    if (!(study.teacher().teacher() instanceof TeacherChoice.Closed closed)) {
      return Optional.empty();
    }
    Path teacher = inputs.closedTeacher().orElseThrow();
    try (Embedder embedder = Embedders.teacher(teacher, closed.preparation())) {
      return Optional.of(openSet(study.test()).judge(faces -> embed(embedder, faces)));
    }
  }

  private OpenSet openSet(Study.Judgement judgement) {
    FaceDataset distractors = data(judgement.distractors());
    List<Integer> sizes =
        Stream.concat(
                judgement.sizes().stream().filter(size -> size < distractors.size()),
                Stream.of(distractors.size()))
            .toList();
    try {
      return new OpenSet(data(judgement.probes()), distractors, sizes, judgement.fars());
    } catch (IllegalArgumentException | BadDataException e) {
      throw new BadDataException(
          "%s and %s: %s".formatted(judgement.probes(), judgement.distractors(), e.getMessage()),
          e);
    }
  }

  private UnitVectors embed(Path run, FaceDataset faces) {
    try (Embedder embedder = Embedders.open(run, Optional.empty())) {
      return embed(embedder, faces);
    }
  }

  private UnitVectors embed(Embedder embedder, FaceDataset faces) {
    int side = embedder.preparation().size();
    FacePixels open = pixels.get(faces);
    if (open == null || open.side() != side) {
      open = FacePixels.open(faces, side, progress).requireAll();
      pixels.put(faces, open);
    }
    return Embeddings.of(embedder, open, Progress.NONE);
  }

  private FaceDataset data(String name) {
    FaceDataset dataset = inputs.data().get(name);
    if (dataset == null) {
      throw new BadDataException(
          "expected data set %s (--data %s=PATH), found %s"
              .formatted(name, name, inputs.data().keySet()));
    }
    return dataset;
  }

  private static String slug(Study.Method method) {
    return method.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
