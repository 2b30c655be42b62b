package dev.routeface.server.compreface;

import static dev.routeface.server.api.TestService.face;
import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faces in pictures over CompreFace's endpoints: whose they are, where, and how alike. */
class RecognitionApiTest extends CompreFaceCase {
  /** From the description, but for the plugins that we have not. */
  private static final String BOX =
      "{\"probability\": 1.0, \"x_max\": 1420, \"y_max\": 1368, \"x_min\": 548, \"y_min\": 295}";

  private static final String SEEN =
      "\"embedding\": [9.424854069948196E-4, -0.011415496468544006], \"box\": "
          + BOX
          + ", \"landmarks\": [[814, 713], [1104, 829], [832, 937], [704, 1030], [1017, 1133]],"
          + " \"execution_time\": {\"detector\": 117.0}";

  @Test
  void recognisesInThePrintedShape() throws IOException {
    add("red", 255, 0, 0);
    add("green", 0, 255, 0);
    Answer answer =
        post(
            RECOGNIZE + "?limit=0&prediction_count=2&status=True&face_plugins=calculator,landmarks",
            one(250, 0, 0));
    assertShape(
        "{\"result\": [{"
            + SEEN
            + ", \"subjects\": [{\"similarity\": 0.97858, \"subject\": \"subject1\"}]}],"
            + " \"plugins_versions\": {\"detector\": \"facenet.FaceDetector\","
            + " \"landmarks\": \"insightface\", \"calculator\": \"facenet.Calculator\"}}",
        answer.json(),
        "cosine");
    assertEquals(List.of("red", "green"), answer.json().findValuesAsText("subject"));
    for (JsonNode match : answer.json().at("/result/0/subjects")) {
      double cosine = match.get("cosine").asDouble();
      assertEquals(
          (Math.tanh(5 * (cosine - 0.5)) + 1) / 2, match.get("similarity").asDouble(), 1e-5);
    }
    // The counting detector's first face: from (0, 1), 8 by 8.
    assertEquals(
        "{\"probability\":0.9,\"x_max\":8,\"y_max\":9,\"x_min\":0,\"y_min\":1}",
        answer.json().at("/result/0/box").toString());
    assertEquals(
        "[[2,3],[6,3],[4,5],[3,7],[6,7]]", answer.json().at("/result/0/landmarks").toString());
  }

  @Test
  void showsWhatWasAskedForAndNothingElse() {
    add("red", 255, 0, 0);
    JsonNode plain = post(RECOGNIZE, one(250, 0, 0)).json();
    assertEquals(List.of("result"), names(plain));
    assertEquals(List.of("box", "subjects"), names(plain.at("/result/0")));
    assertEquals(1, plain.at("/result/0/subjects").size());
    JsonNode others = post(RECOGNIZE + "?face_plugins=age,gender,mask,pose,", one(9, 9, 9)).json();
    assertEquals(List.of("box", "subjects"), names(others.at("/result/0")));
  }

  @Test
  void recognisesAsManyFacesAsTheLimitSaysTheLargestFirst() {
    add("red", 255, 0, 0);
    for (Map.Entry<String, Integer> expected :
        Map.of(
                "",
                4,
                "?limit=0",
                4,
                "?limit=2",
                2,
                "?limit=1000",
                4,
                "?det_prob_threshold=0.885",
                2)
            .entrySet()) {
      Answer answer = service.form(RECOGNIZE + expected.getKey(), "file", png(50, 20, 255, 0, 0));
      JsonNode result = answer.json().get("result");
      assertEquals(expected.getValue(), result.size(), expected.getKey());
    }
    JsonNode largest = service.form(RECOGNIZE + "?limit=1", "file", png(50, 20, 255, 0, 0)).json();
    assertEquals(30, largest.at("/result/0/box/x_min").asInt());
  }

  @Test
  void anAlignedCropIsTakenAsItIs() {
    String crop = "{\"file\": \"%s\"}".formatted(face(255, 0, 0));
    assertEquals(201, post(FACES + "?subject=red&detect_faces=false", crop).status());
    JsonNode answer = post(RECOGNIZE + "?detect_faces=false&face_plugins=landmarks", crop).json();
    assertEquals(
        "{\"probability\":1.0,\"x_max\":8,\"y_max\":8,\"x_min\":0,\"y_min\":0}",
        answer.at("/result/0/box").toString());
    assertFalse(answer.at("/result/0").has("landmarks"));
    assertEquals("red", answer.at("/result/0/subjects/0/subject").asText());
  }

  @Test
  void findsNobodyWhereNobodyIs() {
    assertEquals(0, post(RECOGNIZE, one(1, 2, 3)).json().at("/result/0/subjects").size());
  }

  @Test
  void verifiesAPictureAgainstAnExample() throws IOException {
    String red = add("red", 255, 0, 0);
    add("red", 0, 0, 255); // not the one that is meant
    Answer answer =
        post(
            FACES + "/" + red + "/verify?status=true&face_plugins=landmarks,calculator",
            one(255, 0, 0));
    assertShape(
        "{\"result\": [{"
            + SEEN
            + ", \"similarity\": 0.97858}], \"plugins_versions\": {\"detector\": \"d\","
            + " \"landmarks\": \"l\", \"calculator\": \"c\"}}",
        answer.json(),
        "cosine",
        "subject");
    assertEquals("red", answer.json().at("/result/0/subject").asText());
    assertEquals(1, answer.json().at("/result/0/cosine").asDouble(), 1e-5);
    Answer other = post(FACES + "/" + red + "/verify", one(0, 0, 255));
    assertTrue(other.json().at("/result/0/similarity").asDouble() < 0.5, other.json().toString());
    assertFault(
        404,
        44,
        "Embedding with id %s not found".formatted(NOBODY),
        post(FACES + "/" + NOBODY + "/verify", one(0, 0, 0)));
  }

  @Test
  void detectsInThePrintedShape() throws IOException {
    String path = "/api/v1/detection/detect";
    Answer answer =
        service.form(
            path + "?status=true&face_plugins=landmarks,calculator", "file", png(20, 20, 1, 2, 3));
    assertShape(
        "{\"result\": [{"
            + SEEN
            + "}], \"plugins_versions\": {\"detector\": \"d\", \"landmarks\": \"l\","
            + " \"calculator\": \"c\"}}",
        answer.json());
    assertEquals(List.of("box"), names(post(path, one(1, 2, 3)).json().at("/result/0")));
  }

  @Test
  void verifiesTwoPicturesInThePrintedShape() throws IOException {
    String path = "/api/v1/verification/verify";
    Answer answer =
        service.form(
            path + "?status=true&face_plugins=landmarks,calculator&limit=0&prediction_count=1",
            "source_image",
            png(20, 20, 255, 0, 0),
            "target_image",
            png(40, 20, 255, 0, 0));
    assertShape(
        "{\"result\": [{\"source_image_face\": {"
            + SEEN
            + "}, \"face_matches\": [{"
            + SEEN
            + ", \"similarity\": 0.97858}], \"plugins_versions\": {\"detector\": \"d\","
            + " \"landmarks\": \"l\", \"calculator\": \"c\"}}]}",
        answer.json(),
        "cosine");
    assertEquals(3, answer.json().at("/result/0/face_matches").size());
    String red = java.util.Base64.getEncoder().encodeToString(png(20, 20, 255, 0, 0));
    String both = "{\"source_image\": \"%s\", \"target_image\": \"%s\"}".formatted(red, red);
    assertEquals(1, post(path, both).json().at("/result/0/face_matches/0/cosine").asDouble(), 1e-5);
    assertFault(
        400,
        31,
        "Found more than one face in the given image",
        service.form(
            path, "source_image", png(40, 20, 0, 0, 0), "target_image", png(20, 20, 0, 0, 0)));
    assertFault(
        400,
        34,
        "Required request part 'target_image' is not present",
        service.form(path, "source_image", png(20, 20, 0, 0, 0)));
  }

  @Test
  void comparesEmbeddingsThatTheClientKept() throws IOException {
    String red = add("red", 255, 0, 0);
    JsonNode seen =
        post(RECOGNIZE + "?face_plugins=calculator", one(255, 0, 0))
            .json()
            .at("/result/0/embedding");
    String list = "{\"embeddings\": [%s, [0, 3, 0, 0]]}".formatted(seen);
    Answer found = post("/api/v1/recognition/embeddings/recognize?prediction_count=1", list);
    assertShape(
        "{\"result\": [{\"embedding\": [0.0627421774604647, -0.0236684433507126],"
            + " \"similarities\": [{\"subject\": \"John\", \"similarity\": 0.55988}]}]}",
        found.json(),
        "cosine");
    assertEquals(2, found.json().get("result").size());
    assertEquals(seen, found.json().at("/result/0/embedding"));
    assertEquals(1, found.json().at("/result/0/similarities/0/cosine").asDouble(), 1e-5);
    String printed =
        "{\"result\": [{\"embedding\": [0.0627421774604647, -0.0236684433507126],"
            + " \"similarity\": 0.55988}]}";
    Answer against = post("/api/v1/recognition/embeddings/faces/" + red + "/verify", list);
    assertShape(printed, against.json(), "cosine");
    String pair = "{\"source\": [0, 2, 0, 0], \"targets\": [%s, [0, 3, 0, 0]]}".formatted(seen);
    Answer pairs = post("/api/v1/verification/embeddings/verify", pair);
    assertShape(printed, pairs.json(), "cosine");
    assertEquals(1, pairs.json().at("/result/1/cosine").asDouble(), 1e-6);
    assertFault(
        400,
        26,
        "request at $.embeddings[0]: expected 4 numbers, found 2",
        post("/api/v1/recognition/embeddings/recognize", "{\"embeddings\": [[1, 2]]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=-1 | 26 | limit: expected 0 or more",
        "limit=many | 36 | limit: expected a whole number",
        "prediction_count=0 | 12 | prediction_count: expected 1 to 100, found 0",
        "prediction_count=101 | 12 | prediction_count: expected 1 to 100, found 101",
        "det_prob_threshold=1.5 | 26 | det_prob_threshold: expected 0 to 1",
        "det_prob_threshold=NaN | 26 | det_prob_threshold: expected 0 to 1",
        "det_prob_threshold=0.8?limit=1 | 36 | det_prob_threshold: expected a number from 0 to 1",
        "status=maybe | 36 | status: expected true or false",
        "face_plugins=aura | 36 | face_plugins: expected some of landmarks, calculator, age,"
            + " gender, mask, pose; found another name",
      })
  void refusesParametersThatCannotBeMeant(String query, int code, String message) {
    assertFault(400, code, message, post(RECOGNIZE + "?" + query, one(0, 0, 0)));
  }

  @Test
  void embeddingsLeaveOnlyForWhoMayHaveThem() {
    String path = RECOGNIZE + "?face_plugins=calculator";
    Answer answer = with(service.key(Scope.SEARCH), "POST", path, one(0, 0, 0));
    assertFault(403, 0, "expected a key with the scope embed for the plugin calculator", answer);
    assertEquals(
        200, with(service.key(Scope.SEARCH, Scope.EMBED), "POST", path, one(0, 0, 0)).status());
    assertEquals(200, with(service.key(Scope.SEARCH), "POST", RECOGNIZE, one(0, 0, 0)).status());
  }

  @Test
  void aLookIsWrittenDown() {
    add("red", 255, 0, 0);
    post(RECOGNIZE, one(1, 2, 3));
    List<String> actions = service.get("/v1/audit?limit=1000").json().findValuesAsText("action");
    assertEquals("face.search", actions.get(actions.size() - 1));
  }
}
