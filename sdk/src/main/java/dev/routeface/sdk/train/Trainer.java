package dev.routeface.sdk.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.Provenance;
import dev.routeface.models.card.TrainingData;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import dev.routeface.models.torch.TorchEngine;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.embed.FacePixels;
import dev.routeface.sdk.loss.Sizes;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.math.Seed;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.sdk.recipe.Recipe;
import dev.routeface.sdk.recipe.TeacherChoice;
import dev.routeface.sdk.route.Anchor;
import dev.routeface.sdk.route.Route;
import dev.routeface.sdk.route.RoutePlan;
import dev.routeface.sdk.route.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one network by its recipe: teacher, guide or student, alone or along a route.
 *
 * <ol>
 *   <li>The plan names the next stage: an anchor of the teacher and a number of epochs.
 *   <li>In a multi-stage plan the learning-rate schedule and the optimiser begin anew; the network
 *       goes on as it is.
 *   <li>Every epoch ends with held-out losses, an anchor if a route is kept, a log line, and the
 *       state, in this order: the state is the commit.
 * </ol>
 *
 * <p>Whatever kills the process, the next call goes on from the last state and ends with the same
 * bits. Sums are ordered by thread, so it goes on with as many threads as the run began with.
 */
public final class Trainer implements AutoCloseable {
  /**
   * What a recipe does not say.
   *
   * @param train the recipe's training data
   * @param heldOut the recipe's held-out data, of other identities
   * @param teacher closed model or run with a route, where the recipe asks for a teacher
   * @param keepRoute whether every epoch is kept as an anchor
   * @param cache for embeddings of teachers
   * @param origin command and revision, for the card
   */
  public record Inputs(
      FaceDataset train,
      FaceDataset heldOut,
      Optional<Path> teacher,
      boolean keepRoute,
      EmbeddingCache cache,
      Origin origin) {}

  private static final String INPUTS = "inputs";

  private final Recipe recipe;
  private final Inputs inputs;
  private final Run run;
  private final Progress progress;
  private final FacePixels trainPixels;
  private final FacePixels heldOutPixels;
  private final FaceBatches batches;
  private final TeacherSource source;
  private final Learner learner;
  private final String inputsDigest;
  private Position position = Position.START;

  /** Of the network as it stands; empty while it has changed since. */
  private Optional<UnitVectors> heldOut = Optional.empty();

  private Trainer(Recipe recipe, Inputs inputs, Run run, Progress progress) {
    this.recipe = recipe;
    this.inputs = inputs;
    this.run = run;
    this.progress = progress;
    int size = recipe.preparation().size();
    this.trainPixels = FacePixels.open(inputs.train(), size, progress);
    this.heldOutPixels = FacePixels.open(inputs.heldOut(), size, progress);
    DataCheck.check(recipe, inputs.train(), inputs.heldOut(), trainPixels);
    this.source =
        TeacherSource.of(
            new TeacherSource.Need(
                recipe,
                inputs.train(),
                inputs.heldOut(),
                trainPixels,
                heldOutPixels,
                inputs.cache(),
                progress),
            inputs.teacher());
    this.inputsDigest =
        Sha256.ofText(
            String.join("\n", trainPixels.sha256(), heldOutPixels.sha256(), source.description()));
    this.learner = fittingLearner();
    this.batches =
        new FaceBatches(
            trainPixels,
            recipe.preparation(),
            recipe.augmentation(),
            recipe.training().batch(),
            Seed.of(recipe.training().seed()));
  }

  /** A teacher that does not fit is not left open. */
  private Learner fittingLearner() {
    try {
      FitCheck.check(recipe, sizes(), source.lastEpoch(), run.folder());
      return new Learner(recipe, sizes());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private Sizes sizes() {
    return new Sizes(
        trainPixels.identities(),
        recipe.architecture().network().shapes(),
        recipe.architecture().embedding(),
        source.shapes(),
        source.dimension());
  }

  /**
   * Trains to the end, or goes on with a run that was stopped. A finished run is left as it is.
   *
   * @throws DivergedException if the loss is no number any more; the last state is kept
   */
  public static ModelCard train(Recipe recipe, Inputs inputs, Path folder, Progress progress) {
    Run run = Run.open(folder, recipe);
    if (run.done()) {
      return sameData(run, inputs.train());
    }
    int threads = run.threads().orElseGet(TorchEngine::threads);
    return TorchEngine.withThreads(threads, () -> train(recipe, inputs, run, progress));
  }

  private static ModelCard train(Recipe recipe, Inputs inputs, Run run, Progress progress) {
    try (Trainer trainer = new Trainer(recipe, inputs, run, progress)) {
      return trainer.toTheEnd();
    }
  }

  private static ModelCard sameData(Run run, FaceDataset train) {
    ModelCard card = run.card();
    if (!card.provenance().data().listSha256().equals(train.sha256())) {
      throw new BadDataException(
          "%s: expected the training data of this finished run, found other images; choose another --out"
              .formatted(run.folder()));
    }
    return card;
  }

  private ModelCard toTheEnd() {
    resume();
    try (RunLog log = new RunLog(run.log(), position.logBytes())) {
      run.begin(recipe); // under the log's lock
      if (position.epoch() == 0) {
        logBeginning(log);
      }
      for (Optional<Stage> stage = stage(); stage.isPresent(); stage = stage()) {
        train(stage.get(), log);
      }
    }
    return finish();
  }

  private void resume() {
    if (Files.exists(run.stateFile())) {
      Weights state = Safetensors.read(run.stateFile());
      position = Position.of(run.stateFile().toString(), state.metadata());
      load(state);
      requireSameInputs(state);
    }
  }

  /** Going on with other images or another teacher would end in a run that nothing describes. */
  private void requireSameInputs(Weights state) {
    String found = state.metadata().get(INPUTS);
    if (!inputsDigest.equals(found)) {
      throw new BadDataException(
          ("%s: expected the data and the teacher that the run began with, found others; their"
                  + " digest was %s, now it is %s")
              .formatted(run.folder(), found, inputsDigest));
    }
  }

  private void load(Weights state) {
    try {
      learner.load(state);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(
          run.stateFile() + ": expected the state of this recipe's training: " + e.getMessage(), e);
    }
  }

  private void logBeginning(RunLog log) {
    ObjectNode begin = Fields.object();
    begin.put("images", trainPixels.size()).put("identities", trainPixels.identities());
    begin.put("threads", TorchEngine.threads());
    trainPixels.refused().forEach(begin.putArray("unreadable")::add);
    log.write("begin", begin);
  }

  /** The stage under way, or the one that the plan names next. */
  private Optional<Stage> stage() {
    if (!position.atStageEnd()) {
      return Optional.of(position.stage());
    }
    Optional<Stage> next =
        plan()
            .next(
                position.stages(),
                source.lastEpoch(),
                recipe.training().epochs(),
                epoch -> HeldOut.mimic(heldOutEmbeddings(), source.heldOut(epoch).orElseThrow()));
    next.ifPresent(this::begin);
    return next;
  }

  private RoutePlan plan() {
    return recipe.teacher() instanceof TeacherChoice.Along along
        ? along.plan()
        : new RoutePlan.Converged();
  }

  private void begin(Stage stage) {
    position = position.begin(stage);
    if (plan().restarts()) {
      learner.restartOptimizer();
    }
  }

  private void train(Stage stage, RunLog log) {
    int left = stage.epochs() - position.epochInStage();
    String what = stage.anchor() == 0 ? "training" : "training, anchor " + stage.anchor();
    try (Teacher teacher = source.at(stage.anchor());
        Progress.Task task = progress.start(what, (long) left * batches.steps())) {
      for (int i = 0; i < left; i++) {
        endEpoch(epoch(teacher, task), task, log);
      }
    }
  }

  /** What an epoch cost and gave. */
  private record EpochResult(double loss, double rate, double seconds, double waited) {}

  private EpochResult epoch(Teacher teacher, Progress.Task task) {
    long start = System.nanoTime();
    long waited = batches.waitedNanos();
    int steps = batches.steps();
    int done = position.epochInSchedule(plan().restarts());
    long scheduled = (long) recipe.training().epochs() * steps;
    FaceBatches.Epoch epoch = batches.epoch(position.epoch());
    heldOut = Optional.empty();
    double sum = 0;
    double rate = 0;
    for (int i = 0; i < steps; i++) {
      rate = recipe.training().learningRate().at((long) done * steps + i, scheduled);
      FaceBatch batch = epoch.next();
      double loss = learner.step(batch, teacher, rate);
      batches.recycle(batch);
      requireFinite(loss, i, rate);
      sum += loss;
      task.step();
      if (i % 20 == 0) {
        task.note("epoch %d, loss %.4f".formatted(position.epoch() + 1, loss));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new EpochResult(
        sum / steps, rate, seconds, (batches.waitedNanos() - waited) / 1e9 / seconds);
  }

  private void requireFinite(double loss, int step, double rate) {
    if (!Double.isFinite(loss)) {
      throw new DivergedException(
          "%s: expected a finite loss, found %s in epoch %d, step %d, at learning rate %s; the state after epoch %d is kept"
              .formatted(
                  run.folder(), loss, position.epoch() + 1, step + 1, rate, position.epoch()));
    }
  }

  private void endEpoch(EpochResult result, Progress.Task task, RunLog log) {
    int epoch = position.epoch() + 1;
    UnitVectors own = heldOutEmbeddings();
    double prototype = HeldOut.prototype(own, heldOutPixels.labels());
    Optional<Double> mimic =
        source.heldOut(source.lastEpoch()).map(teacher -> HeldOut.mimic(own, teacher));
    double measured = mimic.orElse(prototype);
    if (inputs.keepRoute()) {
      keepAnchor(epoch, result.rate(), measured);
    }
    task.note("epoch %d, held-out loss %.4f".formatted(epoch, measured));
    ObjectNode line = Fields.object().put("epoch", epoch).put("anchor", position.stage().anchor());
    line.put("learningRate", result.rate()).put("loss", result.loss());
    mimic.ifPresent(value -> line.put("heldOutMimic", value));
    line.put("heldOutPrototype", prototype);
    line.put("imagesPerSecond", batches.steps() * recipe.training().batch() / result.seconds());
    line.put("dataWait", result.waited());
    log.write("epoch", line);
    save(result.seconds(), log);
  }

  private void keepAnchor(int epoch, double rate, double heldOutLoss) {
    Anchor anchor = run.keep(epoch, learner.network().weights(), learner.head(), rate, heldOutLoss);
    // Anchors of a killed attempt, after the last state, are made anew.
    List<Anchor> before =
        run.route().map(Route::anchors).orElse(List.of()).stream()
            .filter(known -> known.epoch() < epoch)
            .toList();
    if (before.size() != epoch - 1) {
      throw new BadDataException(
          "%s: expected a route with an anchor of each of %d epochs, found %d"
              .formatted(run.folder(), epoch - 1, before.size()));
    }
    run.write(before.isEmpty() ? new Route(List.of(anchor)) : new Route(before).with(anchor));
  }

  private void save(double seconds, RunLog log) {
    position = position.epochDone(log.sync(), position.seconds() + seconds);
    Map<String, String> metadata = new LinkedHashMap<>(position.toMetadata());
    metadata.put(INPUTS, inputsDigest);
    metadata.put(Run.THREADS, String.valueOf(TorchEngine.threads()));
    Safetensors.write(run.stateFile(), Weights.of(learner.state(), metadata));
  }

  /** The network's embeddings of the held-out images, in the teacher's size. */
  private UnitVectors heldOutEmbeddings() {
    if (heldOut.isEmpty()) {
      heldOut = Optional.of(embedHeldOut());
    }
    return heldOut.get();
  }

  private UnitVectors embedHeldOut() {
    try {
      return learner.embed(heldOutPixels, recipe.preparation());
    } catch (IllegalArgumentException e) {
      throw new DivergedException(
          "%s: expected finite embeddings after epoch %d: %s; the state after epoch %d is kept"
              .formatted(run.folder(), position.epoch() + 1, e.getMessage(), position.epoch()));
    }
  }

  private ModelCard finish() {
    String sha256 = run.writeModel(learner.network().weights());
    TrainingData data =
        TrainingData.of(inputs.train().sha256(), trainPixels.identityNames(), trainPixels.size());
    ModelCard card =
        new ModelCard(
            inputs.origin().id(run.folder()),
            recipe.architecture(),
            recipe.preparation(),
            new ModelCard.WeightsFile(Run.modelFile(), sha256),
            new Provenance(
                inputs.origin().command(),
                recipe.sha256(),
                inputs.origin().revision(),
                recipe.training().seed(),
                data,
                Origin.platform()),
            new ModelCard.Terms(
                "as its training data and its teacher allow",
                source.madeFrom(
                    "Trained on %d images of %d identities, data set \"%s\""
                        .formatted(data.images(), data.identities(), recipe.data().train()))),
            List.of());
    run.write(card);
    return card;
  }

  @Override
  public void close() {
    batches.close();
    learner.close();
    source.close();
  }
}
