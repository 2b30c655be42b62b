package dev.routeface.server.compreface;

import static dev.routeface.server.api.TestService.face;
import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CompreFace's endpoints over HTTP. Shapes are held to the answers that its REST API description
 * (docs/Rest-API-description.md, version 1.2) prints; what is ours beside them is named here.
 */
class CompreFaceApiTest {
  private static final String SUBJECTS = "/api/v1/recognition/subjects";
  private static final String FACES = "/api/v1/recognition/faces";
  private static final String RECOGNIZE = "/api/v1/recognition/recognize";
  private static final String NOBODY = "6b135f5b-a365-4522-b1f1-4c9ac2dd0728";

  /** From the description, but for the plugins that we have not. */
  private static final String BOX =
      "{\"probability\": 1.0, \"x_max\": 1420, \"y_max\": 1368, \"x_min\": 548, \"y_min\": 295}";

  private static final String SEEN =
      "\"embedding\": [9.424854069948196E-4, -0.011415496468544006], \"box\": "
          + BOX
          + ", \"landmarks\": [[814, 713], [1104, 829], [832, 937], [704, 1030], [1017, 1133]],"
          + " \"execution_time\": {\"detector\": 117.0}";

  @TempDir static Path data;

  private static TestService service;

  @BeforeAll
  static void started() {
    service =
        TestService.compreface(
            data,
            TestService.counting(),
            new ServiceConfig.CompreFace("contract 7", "people", Optional.of(0.5)));
  }

  @AfterAll
  static void stopped() {
    service.close();
  }

  @BeforeEach
  void emptied() {
    assertEquals(200, service.delete(SUBJECTS).status());
  }

  private static Answer post(String path, String json) {
    return service.post(path, json);
  }

  /** Base64 of a picture with one face of one colour. */
  private static String one(int red, int green, int blue) {
    return "{\"file\": \"%s\"}"
        .formatted(java.util.Base64.getEncoder().encodeToString(png(20, 20, red, green, blue)));
  }

  private static String add(String subject, int red, int green, int blue) {
    Answer added = post(FACES + "?subject=" + subject, one(red, green, blue));
    assertEquals(201, added.status(), added.json().toString());
    return added.json().get("image_id").asText();
  }

  private static void assertFault(int status, int code, String message, Answer answer) {
    assertEquals(
        "%d {code=%d, message=%s}".formatted(status, code, message),
        "%d %s"
            .formatted(answer.status(), Fields.MAPPER.convertValue(answer.json(), TreeMap.class)));
  }

  /** Keys and kinds of values, of lists by their first element. */
  private static JsonNode shape(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode shape = Fields.object();
      new TreeMap<>(Map.copyOf(fields(object)))
          .forEach((key, value) -> shape.set(key, shape(value)));
      return shape;
    }
    ArrayNode one = Fields.MAPPER.createArrayNode();
    if (json.isArray()) {
      return json.isEmpty() ? one : one.add(shape(json.get(0)));
    }
    return Fields.object().textNode(json.isNumber() ? "number" : json.getNodeType().name());
  }

  private static Map<String, JsonNode> fields(ObjectNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** An answer has the printed shape; {@code ours} are keys beside it. */
  private static void assertShape(String printed, JsonNode found, String... ours)
      throws IOException {
    JsonNode rest = found.deepCopy();
    for (JsonNode parent : parents(rest)) {
      ((ObjectNode) parent).remove(List.of(ours));
    }
    for (JsonNode time : rest.findValues("execution_time")) {
      ((ObjectNode) time).set("detector", ((ObjectNode) time).remove("total"));
    }
    assertEquals(shape(Fields.MAPPER.readTree(printed)), shape(rest), found.toString());
  }

  private static List<JsonNode> parents(JsonNode json) {
    List<JsonNode> all = new java.util.ArrayList<>();
    if (json.isObject()) {
      all.add(json);
    }
    json.forEach(child -> all.addAll(parents(child)));
    return all;
  }

  @Test
  void subjectsComeAndGo() throws IOException {
    Answer added = post(SUBJECTS, "{\"subject\": \"Ada L.\"}");
    assertEquals(201, added.status());
    assertShape("{\"subject\": \"<subject_name>\"}", added.json());
    add("Grace%20H.", 200, 0, 0);
    // With the slash at the end that the description has.
    assertEquals(
        "{\"subjects\":[\"Ada L.\",\"Grace H.\"]}",
        Fields.MAPPER.readTree(service.get(SUBJECTS + "/").http().body()).toString());
    assertFault(400, 43, "Subject already exists", post(SUBJECTS, "{\"subject\": \"Ada L.\"}"));
    assertFault(400, 26, "Subject name cannot be empty", post(SUBJECTS, "{\"subject\": \" \"}"));
    Answer gone = service.delete(SUBJECTS + "/Ada%20L.");
    assertEquals("{\"subject\":\"Ada L.\"}", compact(gone));
    assertFault(404, 42, "Subject Ada L. is not found", service.delete(SUBJECTS + "/Ada%20L."));
    assertEquals("{\"deleted\":1}", compact(service.delete(SUBJECTS)));
    assertEquals("{\"deleted\":0}", compact(service.delete(SUBJECTS)));
  }

  private static String compact(Answer answer) {
    assertEquals(200, answer.status(), answer.json().toString());
    return answer.json().toString();
  }

  @Test
  void everybodyIsEnrolledUnderTheConsentThatIsSet() {
    post(SUBJECTS, "{\"subject\": \"a\"}");
    add("b", 200, 0, 0);
    for (String subject : List.of("a", "b")) {
      assertEquals(
          "contract 7",
          service.get("/v1/collections/people/subjects/" + subject).json().get("consent").asText());
    }
  }

  @Test
  void renamingMovesFacesAndMergesThemWhereTheNameIsTaken() {
    add("a", 255, 0, 0);
    add("b", 0, 255, 0);
    assertEquals("{\"updated\":true}", compact(put("a", "c")));
    assertEquals("{\"updated\":true}", compact(put("c", "b")));
    assertEquals("{\"updated\":false}", compact(put("b", "b")));
    assertEquals("{\"subjects\":[\"b\"]}", compact(service.get(SUBJECTS)));
    assertEquals(2, service.get(FACES + "?subject=b").json().get("total_elements").asInt());
    JsonNode match = post(RECOGNIZE, one(255, 0, 0)).json().at("/result/0/subjects/0");
    assertEquals("b", match.get("subject").asText());
    assertEquals(1, match.get("cosine").asDouble(), 1e-5);
    post(SUBJECTS, "{\"subject\": \"empty\"}");
    assertEquals("{\"updated\":true}", compact(put("empty", "still empty")));
    assertEquals("{\"subjects\":[\"b\",\"still empty\"]}", compact(service.get(SUBJECTS)));
    assertFault(404, 42, "Subject x is not found", put("x", "y"));
  }

  private static Answer put(String subject, String name) {
    // As the Python client sends it.
    String body = "{\"subject\": \"%s\", \"api_endpoint\": \"%s\"}".formatted(name, subject);
    return service.send("PUT", SUBJECTS + "/" + subject, body, Map.of());
  }

  @Test
  void examplesAreAddedFromFormsAndBase64() throws IOException {
    String printed =
        "{\"image_id\": \"6b135f5b-a365-4522-b1f1-4c9ac2dd0728\", \"subject\": \"subject1\"}";
    Answer form = service.form(FACES + "?subject=a", "file", png(20, 20, 9, 9, 9));
    assertEquals(201, form.status());
    assertShape(printed, form.json());
    assertTrue(
        form.json().get("image_id").asText().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    assertShape(printed, post(FACES + "?subject=a", one(200, 0, 0)).json());
    assertFault(
        400,
        31,
        "Found more than one face in the given image",
        service.form(FACES + "?subject=a", "file", png(30, 20, 0, 0, 0)));
    assertFault(
        400,
        33,
        "Required parameter 'subject' is not present",
        service.form(FACES, "file", png(20, 20, 0, 0, 0)));
    assertFault(
        400,
        34,
        "Required request part 'file' is not present",
        service.form(FACES + "?subject=a", "picture", png(20, 20, 0, 0, 0)));
    Answer faceless = service.form(FACES + "?subject=a", "file", png(10, 10, 0, 0, 0));
    assertEquals("400 28", faceless.status() + " " + faceless.json().get("code"));
    Answer text = service.form(FACES + "?subject=a", "file", "no picture".getBytes());
    assertEquals("400 21", text.status() + " " + text.json().get("code"));
    assertEquals(2, service.get(FACES).json().get("total_elements").asInt());
  }

  @Test
  void aSecondFaceThatIsTooUncertainDoesNotCount() {
    // The detector's scores are 0.9, 0.89, ...
    String path = FACES + "?subject=a&det_prob_threshold=";
    assertEquals(201, service.form(path + "0.895", "file", png(30, 20, 0, 0, 0)).status());
    assertEquals(400, service.form(path + "0.885", "file", png(30, 20, 0, 0, 0)).status());
    Answer none = service.form(path + "0.95", "file", png(20, 20, 0, 0, 0));
    assertFault(400, 28, "No face is found in the given image", none);
  }

  @Test
  void pagesThroughExamples() throws IOException {
    List<String> all = new java.util.ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(add("s" + i / 2, 50 * i, 0, 0)); // s0, s0, s1, s1, s2
    }
    assertShape(
        "{\"faces\": [{\"image_id\": \"i\", \"subject\": \"s\"}], \"page_number\": 0,"
            + " \"page_size\": 10, \"total_pages\": 2, \"total_elements\": 12}",
        service.get(FACES).json());
    for (int size = 1; size <= 6; size++) {
      List<String> seen = new java.util.ArrayList<>();
      int pages = (5 + size - 1) / size;
      for (int page = 0; page < pages; page++) {
        JsonNode answer = service.get(FACES + "?page=%d&size=%d".formatted(page, size)).json();
        assertEquals(List.of(page, size, pages, 5), numbers(answer));
        seen.addAll(answer.findValuesAsText("image_id"));
      }
      assertEquals(all, seen, "pages of " + size);
    }
    JsonNode own = service.get(FACES + "?subject=s1&size=1&page=1").json();
    assertEquals(List.of(all.get(3)), own.findValuesAsText("image_id"));
    assertEquals(List.of(1, 1, 2, 2), numbers(own));
    assertEquals(0, service.get(FACES + "?subject=x").json().get("total_elements").asInt());
    assertFault(
        400,
        26,
        "page, size: expected a page from 0 and a size from 1 to 1000, found 0 and 0",
        service.get(FACES + "?size=0"));
  }

  private static List<Integer> numbers(JsonNode page) {
    return List.of("page_number", "page_size", "total_pages", "total_elements").stream()
        .map(key -> page.get(key).asInt())
        .toList();
  }

  @Test
  void examplesAreDeletedOneByOneInListsByNameAndAll() {
    String first = add("a", 255, 0, 0);
    String second = add("a", 0, 255, 0);
    assertEquals(
        "{\"image_id\":\"%s\",\"subject\":\"a\"}".formatted(first),
        compact(service.delete(FACES + "/" + first)));
    assertFault(
        404,
        44,
        "Embedding with id %s not found".formatted(first),
        service.delete(FACES + "/" + first));
    assertFault(
        400,
        36,
        "image_id: expected a UUID, found another text",
        service.delete(FACES + "/nonsense"));
    assertEquals(
        "[{\"image_id\":\"%s\",\"subject\":\"a\"}]".formatted(second),
        compact(
            post(FACES + "/delete", "[\"%s\", \"%s\", \"%s\"]".formatted(first, second, NOBODY))));
    // The last example by its id leaves the person; by name the person goes too.
    assertEquals("{\"subjects\":[\"a\"]}", compact(service.get(SUBJECTS)));
    add("a", 255, 0, 0);
    add("b", 255, 0, 0);
    assertEquals("{\"deleted\":1}", compact(service.delete(FACES + "?subject=a")));
    assertEquals("{\"deleted\":0}", compact(service.delete(FACES + "?subject=a")));
    assertEquals("{\"subjects\":[\"b\"]}", compact(service.get(SUBJECTS)));
    assertEquals("{\"deleted\":1}", compact(service.delete(FACES)));
    assertEquals("{\"subjects\":[]}", compact(service.get(SUBJECTS)));
  }

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

  private static List<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
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
  void noPictureIsKept() {
    String id = add("red", 255, 0, 0);
    String why = "No pictures are kept: an enrolled face is its embedding alone";
    assertFault(404, 11, why, service.get(FACES + "/" + id + "/img"));
    HttpRequest link = // with the key in it, and in no header
        HttpRequest.newBuilder(service.at("/api/v1/static/some-key/images/" + id)).build();
    assertFault(404, 11, why, service.send(link));
  }

  private static Answer with(String key, String method, String path, String body) {
    return service.send(
        HttpRequest.newBuilder(service.at(path))
            .header("x-api-key", key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/recognition/subjects,                     search enrol",
    "POST,   /api/v1/recognition/subjects,                     enrol",
    "PUT,    /api/v1/recognition/subjects/x,                   enrol",
    "DELETE, /api/v1/recognition/subjects/x,                   enrol",
    "DELETE, /api/v1/recognition/subjects,                     enrol",
    "GET,    /api/v1/recognition/faces,                        search enrol",
    "POST,   /api/v1/recognition/faces?subject=x,              enrol",
    "DELETE, /api/v1/recognition/faces,                        enrol",
    "DELETE, /api/v1/recognition/faces/x,                      enrol",
    "POST,   /api/v1/recognition/faces/delete,                 enrol",
    "POST,   /api/v1/recognition/faces/x/verify,               search",
    "POST,   /api/v1/recognition/recognize,                    search",
    "POST,   /api/v1/recognition/embeddings/recognize,         search",
    "POST,   /api/v1/recognition/embeddings/faces/x/verify,    search",
    "POST,   /api/v1/detection/detect,                         embed",
    "POST,   /api/v1/verification/verify,                      embed",
    "POST,   /api/v1/verification/embeddings/verify,           embed",
  })
  void aScopeOpensItsEndpointsAndNoOthers(String method, String path, String scopes) {
    for (Scope scope : Scope.values()) {
      Answer answer = with(service.key(scope), method, path, method.equals("GET") ? "" : "{}");
      boolean open = List.of(scopes.split(" ")).contains(scope.text());
      assertEquals(open, answer.status() != 403, scope + " " + answer.status());
      assertFalse(answer.status() >= 500, answer.json().toString());
    }
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
  void theDoorSpeaksCompreFacesLanguageHere() {
    assertFault(
        404,
        10,
        "expected a key as \"Authorization: Bearer KEY\" or \"x-api-key: KEY\", found one that is"
            + " not valid",
        with("x", "GET", SUBJECTS, ""));
    Answer none = service.send(HttpRequest.newBuilder(service.at(SUBJECTS)).build());
    assertEquals("400 20", none.status() + " " + none.json().get("code"));
    Answer lost = service.get("/api/v1/recognition/nothing");
    assertEquals("404 0", lost.status() + " " + lost.json().get("code"));
    assertNotEquals("", lost.header("x-request-id"));
    assertTrue(service.get("/v1/nothing").json().has("error"), "elsewhere nothing changed");
  }

  @Test
  void aLookIsWrittenDown() {
    add("red", 255, 0, 0);
    post(RECOGNIZE, one(1, 2, 3));
    List<String> actions = service.get("/v1/audit?limit=1000").json().findValuesAsText("action");
    assertEquals("face.search", actions.get(actions.size() - 1));
  }

  @Test
  void nothingOfThisIsThereUnlessItWasAskedFor() {
    Answer answer = TestService.shared().get(SUBJECTS);
    assertEquals("404 not_found", answer.status() + " " + answer.code());
    Answer link =
        TestService.shared()
            .send(
                HttpRequest.newBuilder(TestService.shared().at("/api/v1/static/k/images/i"))
                    .build());
    assertEquals("401 unauthenticated", link.status() + " " + link.code());
  }
}
