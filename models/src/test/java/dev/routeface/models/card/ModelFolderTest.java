package dev.routeface.models.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path home;

  @Test
  void anEnsembleIsCopiedWithItsMembersAndNothingElse() throws IOException {
    ModelFolder ensemble = ensemble();
    Files.writeString(ensemble.folder().resolve("log.jsonl"), "not of the model");
    Path target = home.resolve("copy");
    ensemble.copyTo(target);
    for (String file : List.of("card.json", "ensemble.json", "a/card.json", "b/model.onnx")) {
      assertEquals(
          Sha256.ofFile(ensemble.folder().resolve(file)), Sha256.ofFile(target.resolve(file)));
    }
    assertFalse(Files.exists(target.resolve("log.jsonl")));
    assertTrue(new ModelFolder(target).ensemble());
    Ensemble list = Ensemble.read(new ModelFolder(target).checkedFile());
    assertEquals(target.resolve("b"), list.members().get(1).in(target));
  }

  @Test
  void copiesNothingThatItsCardDoesNotName() throws IOException {
    ModelFolder ensemble = ensemble();
    Path graph = ensemble.folder().resolve("b/model.onnx");
    String before = Sha256.ofFile(graph);
    Files.writeString(graph, "another graph");
    assertEquals(
        graph + ": expected the content with SHA-256 " + before + ", found " + Sha256.ofFile(graph),
        refusal(ensemble));
    Files.delete(graph);
    assertEquals(graph + ": expected the file that the card names, found none", refusal(ensemble));
  }

  @Test
  void anEnsembleIsReadStrictly() {
    assertRefused("[]", "$.members: expected at least two models, found 0");
    assertRefused(
        "[{\"folder\": \"../a\", \"cardSha256\": \"" + "0".repeat(64) + "\"}]",
        "$.members[0].folder: expected the name of a folder beside the list, found \"../a\"");
  }

  private void assertRefused(String members, String expected) {
    Path file = home.resolve("ensemble.json");
    String message =
        assertThrows(
                BadRecipeException.class,
                () -> {
                  Files.writeString(file, "{\"members\": %s}".formatted(members));
                  Ensemble.read(file);
                })
            .getMessage();
    assertEquals(file + " at " + expected, message);
  }

  private String refusal(ModelFolder model) {
    return assertThrows(BadDataException.class, () -> model.copyTo(home.resolve("copy")))
        .getMessage();
  }

  private ModelFolder ensemble() throws IOException {
    Path folder = Files.createDirectories(home.resolve("both"));
    List<Ensemble.Member> members = List.of(member(folder, "a"), member(folder, "b"));
    new Ensemble(members).write(folder.resolve(Ensemble.FILE));
    model(folder, Ensemble.FILE);
    return new ModelFolder(folder);
  }

  private static Ensemble.Member member(Path ensemble, String name) throws IOException {
    Path folder = Files.createDirectories(ensemble.resolve(name));
    Files.writeString(folder.resolve("model.onnx"), "the graph of " + name);
    model(folder, "model.onnx");
    return new Ensemble.Member(name, Sha256.ofFile(folder.resolve(Card.FILE)));
  }

  private static void model(Path folder, String file) {
    String sha256 = Sha256.ofFile(folder.resolve(file));
    new ImportedCard(
            "x",
            Optional.empty(),
            4,
            Preparation.pixels(8),
            new ModelCard.WeightsFile(file, sha256),
            new ImportedCard.Source(file, sha256, "a test", "stated", "routeface", "unknown"),
            new ModelCard.Terms("MIT", List.of("a test")))
        .write(folder.resolve(Card.FILE));
  }
}
