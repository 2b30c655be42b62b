package dev.routeface.eval.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathIndexTest {
  private static PathIndex index(List<String> paths) {
    return PathIndex.of(
        ByteBuffer.wrap((String.join("\n", paths) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void findsEveryPathAndNoOther() {
    List<String> paths =
        IntStream.range(0, 5000).mapToObj(i -> "dir/" + i * 7 % 5003 + "/é.png").toList();
    PathIndex index = index(paths);
    assertEquals(paths, index.paths());
    for (int row = 0; row < paths.size(); row++) {
      assertEquals(row, index.row(paths.get(row)));
    }
    for (String other : List.of("", "dir", "dir/1/e.png", "dir/1/é.pn", "dir/1/é.pngx")) {
      assertEquals(-1, index.row(other));
    }
  }

  @Test
  void keepsOrderAndEmptyNeighbours() {
    assertEquals(List.of("b", "a", "c c"), index(List.of("b", "a", "c c")).paths());
  }
}
