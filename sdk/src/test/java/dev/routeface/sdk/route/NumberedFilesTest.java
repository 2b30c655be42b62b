package dev.routeface.sdk.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedFilesTest {
  @TempDir Path folder;

  @Test
  void ordersByNumberAndNotByName() throws IOException {
    files("backbone_10.pth", "backbone_9.pth", "backbone_100.pth", "optimizer_9.pth");
    assertEquals(
        List.of("backbone_9.pth", "backbone_10.pth", "backbone_100.pth"), names("backbone_*.pth"));
  }

  @Test
  void theFirstStarHoldsTheNumber() throws IOException {
    files("epoch=2-step=90.ckpt", "epoch=10-step=100.ckpt");
    assertEquals(
        List.of("epoch=2-step=90.ckpt", "epoch=10-step=100.ckpt"), names("epoch=*-step=*.ckpt"));
    files("16backbone.pth", "2backbone.pth");
    assertEquals(List.of("2backbone.pth", "16backbone.pth"), names("*backbone.pth"));
  }

  @Test
  void refusesNamesThatOrderNothing() throws IOException {
    files("net_1.pt", "net_last.pt");
    refuses(
        "net_*.pt",
        folder.resolve("net_last.pt")
            + ": expected a number where the first star stands, found \"last\"; a narrower pattern"
            + " leaves it out");
    files("old_1.pt", "old_01.pt");
    refuses(
        "old_*.pt", folder + ": expected one file for each number, found old_01.pt and old_1.pt");
    refuses(
        "net_1*.pt",
        folder.resolve("net_1.pt")
            + ": expected a number where the first star stands, found \"\"; a narrower pattern"
            + " leaves it out");
    refuses("*.pth", folder + ": expected at least two files that are called *.pth, found 0");
  }

  private void refuses(String pattern, String expected) {
    assertEquals(
        expected,
        assertThrows(BadDataException.class, () -> NumberedFiles.list(folder, pattern))
            .getMessage());
  }

  private List<String> names(String pattern) {
    return NumberedFiles.list(folder, pattern).values().stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), "");
    }
  }
}
