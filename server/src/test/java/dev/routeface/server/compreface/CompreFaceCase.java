package dev.routeface.server.compreface;

import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * A service with CompreFace's endpoints, empty before every test. Shapes are held to the answers
 * that CompreFace's REST API description (docs/Rest-API-description.md, version 1.2) prints.
 */
abstract class CompreFaceCase {
  static final String SUBJECTS = "/api/v1/recognition/subjects";
  static final String FACES = "/api/v1/recognition/faces";
  static final String RECOGNIZE = "/api/v1/recognition/recognize";
  static final String NOBODY = "6b135f5b-a365-4522-b1f1-4c9ac2dd0728";

  @TempDir static Path data;

  static TestService service;

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

  static Answer post(String path, String json) {
    return service.post(path, json);
  }

  /** Base64 of a picture with one face of one colour. */
  static String one(int red, int green, int blue) {
    return "{\"file\": \"%s\"}"
        .formatted(java.util.Base64.getEncoder().encodeToString(png(20, 20, red, green, blue)));
  }

  static String add(String subject, int red, int green, int blue) {
    Answer added = post(FACES + "?subject=" + subject, one(red, green, blue));
    assertEquals(201, added.status(), added.json().toString());
    return added.json().get("image_id").asText();
  }

  static void assertFault(int status, int code, String message, Answer answer) {
    assertEquals(
        "%d {code=%d, message=%s}".formatted(status, code, message),
        "%d %s"
            .formatted(answer.status(), Fields.MAPPER.convertValue(answer.json(), TreeMap.class)));
  }

  /** Keys and kinds of values, of lists by their first element. */
  static JsonNode shape(JsonNode json) {
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

  static Map<String, JsonNode> fields(ObjectNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** An answer has the printed shape; {@code ours} are keys beside it. */
  static void assertShape(String printed, JsonNode found, String... ours) throws IOException {
    JsonNode rest = found.deepCopy();
    for (JsonNode parent : parents(rest)) {
      ((ObjectNode) parent).remove(List.of(ours));
    }
    for (JsonNode time : rest.findValues("execution_time")) {
      ((ObjectNode) time).set("detector", ((ObjectNode) time).remove("total"));
    }
    assertEquals(shape(Fields.MAPPER.readTree(printed)), shape(rest), found.toString());
  }

  static List<JsonNode> parents(JsonNode json) {
    List<JsonNode> all = new java.util.ArrayList<>();
    if (json.isObject()) {
      all.add(json);
    }
    json.forEach(child -> all.addAll(parents(child)));
    return all;
  }

  static String compact(Answer answer) {
    assertEquals(200, answer.status(), answer.json().toString());
    return answer.json().toString();
  }

  static List<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  static Answer with(String key, String method, String path, String body) {
    return service.send(
        HttpRequest.newBuilder(service.at(path))
            .header("x-api-key", key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }
}
