package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds two runs to be the same but for the clock. */
final class SameRun {
  private static final Set<String> CLOCK = Set.of("imagesPerSecond", "dataWait");

  private SameRun() {}

  /** Files, bytes, log lines and state: nothing is left out but times. */
  static void check(Path expected, Path found, String when) throws IOException {
    assertEquals(files(expected), files(found), when + ": files");
    for (String file : files(expected)) {
      if (file.equals("log.jsonl")) {
        assertEquals(lines(expected), lines(found), when + ": log");
      } else if (file.equals("state.safetensors")) {
        checkState(expected.resolve(file), found.resolve(file), when);
      } else {
        byte[] bytes = Files.readAllBytes(found.resolve(file));
        assertArrayEquals(Files.readAllBytes(expected.resolve(file)), bytes, when + ": " + file);
      }
    }
  }

  private static void checkState(Path expected, Path found, String when) {
    Weights one = Safetensors.read(expected);
    Weights other = Safetensors.read(found);
    assertEquals(one.tensors().keySet(), other.tensors().keySet(), when + ": state");
    one.tensors()
        .forEach(
            (name, tensor) ->
                assertArrayEquals(
                    tensor.data(), other.tensor(name).data(), when + ": state, " + name));
    Position before = Position.of("expected", one.metadata());
    Position after = Position.of("found", other.metadata());
    assertEquals(before.stages(), after.stages(), when + ": stages");
    assertEquals(before.epoch(), after.epoch(), when + ": epoch");
    assertEquals(before.epochInStage(), after.epochInStage(), when + ": epoch in stage");
  }

  private static SortedSet<String> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<String> lines(Path run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      ObjectNode node = (ObjectNode) Fields.MAPPER.readTree(line);
      lines.add(node.remove(CLOCK).toString());
    }
    return lines;
  }
}
