package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.routeface.models.torch.TorchEngine;
import dev.routeface.sdk.math.Progress;
import dev.routeface.sdk.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a crash leaves behind, without the crash: the home of a run is copied at every remark of the
 * trainer, in the middle of each epoch and between its anchor and its state, and every copy must go
 * on to the same end.
 */
class CrashPointsTest {
  private static final int EPOCHS = 3;

  @TempDir Path folder;
  private final List<Path> copies = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(TinyRun.class)
  void goesOnFromWhereverItWasStopped(TinyRun run) throws IOException {
    trainAndCopy(run);
    assertTrue(copies.size() >= 2 * EPOCHS, "two copies of every epoch");
    for (Path copy : copies) {
      goesOn(run, copy, copy.getFileName().toString());
    }
  }

  /** The launcher takes as many threads as cores are free, and another sum order is other bits. */
  @Test
  void goesOnWithTheThreadsItBeganWith() throws IOException {
    Set<Integer> seen = new HashSet<>();
    TorchEngine.withThreads(
        3,
        () -> {
          trainAndCopy(TinyRun.TEACHER);
          return 0;
        });
    TinyRun.TEACHER.train(copies.get(2), EPOCHS, (what, steps) -> new Counting(seen));
    assertEquals(Set.of(3), seen);
    SameRun.check(
        TinyRun.TEACHER.folder(whole()), TinyRun.TEACHER.folder(copies.get(2)), "3 threads");
  }

  private record Counting(Set<Integer> threads) implements Progress.Task {
    @Override
    public void note(String remark) {
      threads.add(TorchEngine.threads());
    }
  }

  @Test
  void goesOnBetweenAnchorAndRoute() throws IOException {
    Path run = afterTheAnchorOfEpoch3();
    Route route = new Run(run).route().orElseThrow();
    assertEquals(List.of(1, 2, 3), route.epochs());
    new Run(run).write(new Route(route.anchors().subList(0, 2)));
    goesOn(TinyRun.TEACHER, run.getParent(), "an anchor that the route does not know yet");
  }

  @Test
  void goesOnBetweenAnchorAndHead() throws IOException {
    Path run = afterTheAnchorOfEpoch3();
    Files.delete(run.resolve("anchors/epoch-0003.head.safetensors"));
    new Run(run).write(new Route(new Run(run).route().orElseThrow().anchors().subList(0, 2)));
    goesOn(TinyRun.TEACHER, run.getParent(), "an anchor without its head");
  }

  @Test
  void goesOnBetweenLogAndState() throws IOException {
    Path run = afterTheAnchorOfEpoch3();
    append(run.resolve("log.jsonl"), "{\"event\":\"epoch\",\"epoch\":3,\"loss\":1.0}\n");
    append(run.resolve("log.jsonl"), "{\"event\":\"epo");
    goesOn(TinyRun.TEACHER, run.getParent(), "log lines that no state knows, the last one torn");
  }

  @Test
  void goesOnAmongTornNeighbours() throws IOException {
    Path run = afterTheAnchorOfEpoch3();
    for (String file :
        List.of(
            "state.safetensors",
            "route.json",
            "anchors/epoch-0003.safetensors",
            "anchors/epoch-0003.head.safetensors",
            "model.safetensors",
            "card.json")) {
      Files.writeString(run.resolve(file + ".part"), "torn");
    }
    goesOn(TinyRun.TEACHER, run.getParent(), "half-written neighbours");
  }

  @Test
  void goesOnWhereNotEvenTheRecipeWasWhole() throws IOException {
    trainAndCopy(TinyRun.TEACHER);
    Path run = Files.createDirectories(TinyRun.TEACHER.folder(folder.resolve("first moment")));
    Files.writeString(run.resolve("recipe.json.part"), "{\"about\": \"A te");
    goesOn(TinyRun.TEACHER, run.getParent(), "a torn recipe alone");
  }

  @Test
  void goesOnFromTheEpochBeforeWhenTheStateIsOlderThanAnchorsRouteAndLog() throws IOException {
    trainAndCopy(TinyRun.TEACHER);
    Path run = TinyRun.TEACHER.folder(folder.resolve("rolled back"));
    copy(whole(), run.getParent());
    Path older = TinyRun.TEACHER.folder(copies.get(3)).resolve("state.safetensors");
    Files.delete(run.resolve("card.json"));
    Files.delete(run.resolve("state.safetensors"));
    Files.copy(older, run.resolve("state.safetensors"));
    goesOn(TinyRun.TEACHER, run.getParent(), "the state of epoch 1 among files of epoch 3");
  }

  /** Every file of a run in its turn, half written, leads to a device that is always full. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "recipe.json",
        "anchors/epoch-0002.safetensors",
        "anchors/epoch-0002.head.safetensors",
        "route.json",
        "state.safetensors",
        "model.safetensors",
        "card.json"
      })
  void aFullDiskSaysWhichFileAndLosesNothing(String file) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a machine with /dev/full");
    trainAndCopy(TinyRun.TEACHER);
    Path home = file.equals("recipe.json") ? folder.resolve("new") : copies.get(2);
    Path target = TinyRun.TEACHER.folder(home).resolve(file);
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(target.resolveSibling(target.getFileName() + ".part"), full);
    String message =
        assertThrows(
                UncheckedIOException.class,
                () -> TinyRun.TEACHER.train(home, EPOCHS, Progress.NONE))
            .getMessage();
    assertEquals(target + ": cannot be written: No space left on device", message);
    goesOn(TinyRun.TEACHER, home, "room made for " + file);
  }

  @Test
  void beginsAnewWhenTheStateIsLost() throws IOException {
    trainAndCopy(TinyRun.TEACHER);
    Path run = TinyRun.TEACHER.folder(folder.resolve("lost"));
    copy(whole(), run.getParent());
    Files.delete(run.resolve("card.json"));
    Files.delete(run.resolve("state.safetensors"));
    goesOn(TinyRun.TEACHER, run.getParent(), "no state among files of epoch 3");
  }

  /** Anchor, head and route of epoch 3 are there; log and state are those of epoch 2. */
  private Path afterTheAnchorOfEpoch3() throws IOException {
    trainAndCopy(TinyRun.TEACHER);
    Path run = TinyRun.TEACHER.folder(copies.get(5));
    assertTrue(Files.exists(run.resolve("anchors/epoch-0003.head.safetensors")));
    assertEquals(2, RunLog.read(run.resolve("log.jsonl"), "epoch").size());
    return run;
  }

  private Path whole() {
    return folder.resolve("whole");
  }

  /** Trains to the end; copies go into {@link #copies}, two of each epoch. */
  private void trainAndCopy(TinyRun run) {
    if (run != TinyRun.TEACHER) {
      TinyRun.TEACHER.train(whole(), EPOCHS, Progress.NONE);
    }
    run.train(whole(), EPOCHS, (what, steps) -> new Copying());
  }

  private final class Copying implements Progress.Task {
    @Override
    public void note(String remark) {
      Path copy = folder.resolve("%02d, %s".formatted(copies.size(), remark));
      copy(whole(), copy);
      copies.add(copy);
    }
  }

  private void goesOn(TinyRun run, Path home, String when) throws IOException {
    run.train(home, EPOCHS, Progress.NONE);
    SameRun.check(run.folder(whole()), run.folder(home), when);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
