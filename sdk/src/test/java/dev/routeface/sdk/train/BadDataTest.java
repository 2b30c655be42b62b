package dev.routeface.sdk.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.BadInputException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a training says to data that are not what they should be. */
class BadDataTest extends RefusedTraining {
  @Test
  void trainsOnWithoutAnUnreadableImageAndNamesIt() {
    FaceDataset faces = damaged(Map.of(7, new byte[] {1, 2, 3, 4}));
    Path run = folder.resolve("run");
    List<String> warnings = new ArrayList<>();
    Trainer.train(TinyTraining.teacher(1), inputs(faces), run, warningTo(warnings));
    assertEquals(
        List.of(
            "1 of 102 images are unreadable; the first: seed1-person00001/0001:"
                + " expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes 01 02 03 04"),
        warnings);
    JsonNode begin = RunLog.read(run.resolve("log.jsonl"), "begin").get(0);
    assertEquals(101, begin.get("images").asInt());
    assertEquals(1, begin.get("unreadable").size());
    assertEquals(
        "seed1-person00001/0001: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found bytes"
            + " 01 02 03 04",
        begin.get("unreadable").get(0).asText());
    assertEquals(101, new Run(run).card().provenance().data().images());
  }

  private static Progress warningTo(List<String> lines) {
    return new Progress() {
      @Override
      public Task start(String what, long steps) {
        return new Task() {};
      }

      @Override
      public void warn(String line) {
        lines.add(line);
      }
    };
  }

  @Test
  void namesATruncatedImage() {
    byte[] whole = faces(17, 6).encoded(7);
    FaceDataset faces = damaged(Map.of(7, Arrays.copyOf(whole, whole.length / 2)));
    Path run = folder.resolve("run");
    TinyTraining.train(TinyTraining.teacher(1), inputs(faces), run);
    JsonNode begin = RunLog.read(run.resolve("log.jsonl"), "begin").get(0);
    assertEquals(
        "seed1-person00001/0001: truncated: expected a whole image, found its first 390 of 781"
            + " bytes",
        begin.get("unreadable").get(0).asText());
  }

  @Test
  void refusesMoreUnreadableImagesThanOneInAHundred() {
    FaceDataset faces = damaged(Map.of(7, new byte[4], 8, new byte[4]));
    refuses(
        TinyTraining.teacher(1),
        inputs(faces),
        "expected at most 1 % unreadable images, found 2 of 102; the first:"
            + " seed1-person00001/0001: expected a JPEG, PNG, WebP, BMP or PPM (P6) image, found"
            + " bytes 00 00 00 00");
  }

  @Test
  void doesNotGoOnWithOtherData() throws IOException {
    Path run = folder.resolve("run");
    TinyTraining.train(TinyTraining.teacher(1), inputs(faces(17, 6)), run);
    Files.delete(run.resolve("card.json")); // as if it had been killed just before its end
    String message =
        assertThrows(
                BadInputException.class,
                () -> TinyTraining.train(TinyTraining.teacher(1), inputs(faces(16, 6)), run))
            .getMessage();
    assertTrue(
        message.startsWith(
            run
                + ": expected the data and the teacher that the run began with, found others; their"
                + " digest was "),
        message);
  }

  @Test
  void refusesASingleIdentity() {
    refuses(
        TinyTraining.teacher(1),
        inputs(faces(1, 20)),
        "train: expected at least 2 identities to learn from, found 1");
  }

  @Test
  void refusesIdentitiesThatAreInBothDataSets() {
    refuses(
        TinyTraining.teacher(1),
        inputs(TinyTraining.faces(6, 2)),
        "train and heldOut: expected different identities, found 4 in both, for instance"
            + " seed2-person00000");
  }

  @Test
  void refusesABatchLargerThanTheData() {
    refuses(
        TinyTraining.teacher(1),
        inputs(faces(2, 3)),
        "train: expected at least one batch of 8 images, found 6");
  }

  /** 102 faces, some with other bytes. */
  private static FaceDataset damaged(Map<Integer, byte[]> broken) {
    FaceDataset faces = faces(17, 6);
    return new FaceDataset() {
      @Override
      public int size() {
        return faces.size();
      }

      @Override
      public int identity(int index) {
        return faces.identity(index);
      }

      @Override
      public List<String> identities() {
        return faces.identities();
      }

      @Override
      public String name(int index) {
        return faces.name(index);
      }

      @Override
      public byte[] encoded(int index) {
        return broken.containsKey(index) ? broken.get(index) : faces.encoded(index);
      }

      @Override
      public String sha256() {
        return faces.sha256();
      }
    };
  }
}
