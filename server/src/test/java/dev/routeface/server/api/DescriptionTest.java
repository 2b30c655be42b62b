package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.problem.Code;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The description of the interface is complete. That answers are as it says, each test of an
 * endpoint holds by the way: {@link TestService} has every answer judged.
 */
class DescriptionTest {
  private final TestService service = TestService.shared();
  private final Described described = new Described(text("/openapi/routeface.yml"));

  private String text(String path) {
    HttpRequest request = HttpRequest.newBuilder(service.at(path)).build();
    return new String(service.send(request).http().body(), StandardCharsets.UTF_8);
  }

  /** An operation, its name and what is said of it. */
  private List<Map.Entry<String, JsonNode>> operations() {
    List<Map.Entry<String, JsonNode>> all = new ArrayList<>();
    described
        .tree()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        one ->
                            all.add(
                                Map.entry(one.getKey() + " " + path.getKey(), one.getValue()))));
    return all;
  }

  @Test
  void everyOperationSaysHowItRefuses() {
    assertTrue(operations().size() > 35, operations().toString());
    for (Map.Entry<String, JsonNode> operation : operations()) {
      JsonNode responses = operation.getValue().get("responses");
      boolean open = operation.getKey().contains("/health/");
      for (String status :
          open ? List.of("400", "500") : List.of("400", "401", "403", "429", "503")) {
        String error = operation.getKey().contains(" /v2") ? "InferError" : "Error";
        assertEquals(
            "#/components/schemas/" + error,
            responses.at("/" + status + "/content/application~1json/schema/$ref").asText(),
            operation.getKey() + " " + status);
      }
      assertEquals(open, operation.getValue().has("security"), operation.getKey());
      assertEquals(open, !operation.getValue().has("x-scopes"), operation.getKey());
    }
  }

  @Test
  void everyStatusStandsInItsOrderWithTheRequestsId() {
    for (Map.Entry<String, JsonNode> operation : operations()) {
      operation
          .getValue()
          .get("responses")
          .forEach(
              answer -> assertTrue(answer.get("headers").has("X-Request-Id"), operation.getKey()));
    }
    JsonNode limited =
        described.tree().at("/paths/~1v1~1models/get/responses/429/headers/Retry-After/$ref");
    assertEquals("#/components/headers/Retry-After", limited.asText());
  }

  @Test
  void listsEveryCode() {
    List<String> codes = new ArrayList<>();
    described.tree().at("/components/schemas/Code/enum").forEach(code -> codes.add(code.asText()));
    assertEquals(Arrays.stream(Code.values()).map(Code::text).toList(), codes);
  }

  @Test
  void refersToNothingThatIsNotThere() {
    for (String reference : described.tree().findValuesAsText("$ref")) {
      assertFalse(described.tree().at(reference.substring(1)).isMissingNode(), reference);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CollectionRequest | {\"id\": \"a\"}                                              | true",
        "CollectionRequest | {\"id\": \"a\", \"colour\": \"red\"}                         | false",
        "CollectionRequest | {\"id\": null}                                               | false",
        "SubjectChange     | {\"retention_until\": null}                                  | true",
        "SubjectChange     | {\"consent\": null}                                          | false",
        "SearchRequest     | {\"image\": \"aa==\", \"policy\": {\"fmr\": 0.1}}            | true",
        "SearchRequest     | {\"image\": \"aa==\", \"policy\": {}}                        | false",
        "SearchRequest     | {\"policy\": {\"fmr\": 0.1}}                                 | false",
        "EmbeddingsRequest | {\"input\": \"aa==\"}                                        | true",
        "EmbeddingsRequest | {\"input\": []}                                              | false",
        "CompareRequest    | {\"source\": {\"image\": \"\"}, \"target\": {\"embedding\": [1]}} | false",
      })
  void describesRequestsAsStrictlyAsTheyAreRead(String schema, String json, boolean fits)
      throws java.io.IOException {
    JsonNode request = dev.routeface.models.io.Fields.MAPPER.readTree(json);
    List<String> errors = described.errors("#/components/schemas/" + schema, request);
    assertEquals(fits, errors.isEmpty(), errors.toString());
  }

  @Test
  void thePageShowsTheDescriptionThatIsServed() {
    Matcher url =
        Pattern.compile("url: contextPath \\+ '([^']+)'").matcher(text("/swagger-ui/index.html"));
    assertTrue(url.find());
    assertEquals("/openapi/routeface.yml", url.group(1));
  }
}
