package dev.routeface.server.api;

import static dev.routeface.server.api.TestService.face;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.security.ApiKey;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands before every endpoint: keys, scopes, limits, request ids, the shape of errors. */
class DoorTest {
  private final TestService service = TestService.shared();

  private Answer with(String key, String method, String path) {
    return service.send(
        HttpRequest.newBuilder(service.at(path))
            .header("x-api-key", key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/models,                            embed search enrol admin",
    "GET,    /v1/models/colour,                     embed search enrol admin",
    "POST,   /v1/embeddings,                        embed",
    "POST,   /v1/compare,                           embed",
    "POST,   /v1/detect,                            embed",
    "GET,    /v2,                                   embed",
    "GET,    /v2/models/colour,                     embed",
    "GET,    /v2/models/colour/ready,               embed",
    "POST,   /v2/models/colour/infer,               embed",
    "POST,   /v2/models/colour/versions/1/infer,    embed",
    "GET,    /v1/collections,                       search enrol admin",
    "POST,   /v1/collections,                       enrol",
    "GET,    /v1/collections/x,                     search enrol admin",
    "PATCH,  /v1/collections/x,                     enrol",
    "DELETE, /v1/collections/x,                     enrol",
    "POST,   /v1/collections/x/rekey,               admin",
    "POST,   /v1/collections/x/search,              search",
    "POST,   /v1/collections/x/enrolments,          enrol",
    "GET,    /v1/collections/x/subjects,            search enrol admin",
    "POST,   /v1/collections/x/subjects,            enrol",
    "GET,    /v1/collections/x/subjects/s,          search enrol admin",
    "PATCH,  /v1/collections/x/subjects/s,          enrol",
    "DELETE, /v1/collections/x/subjects/s,          enrol",
    "GET,    /v1/collections/x/subjects/s/faces,    search enrol admin",
    "POST,   /v1/collections/x/subjects/s/faces,    enrol",
    "DELETE, /v1/collections/x/subjects/s/faces/f,  enrol",
    "GET,    /v1/subjects/s/data,                   admin",
    "DELETE, /v1/subjects/s/data,                   admin",
    "GET,    /v1/audit,                             admin",
    "POST,   /v1/audit/verify,                      admin",
    "GET,    /v1/keys,                              admin",
    "POST,   /v1/keys,                              admin",
    "DELETE, /v1/keys/x,                            admin",
    "GET,    /metrics,                              admin",
  })
  void aScopeOpensItsEndpointsAndNoOthers(String method, String path, String scopes) {
    for (Scope scope : Scope.values()) {
      Answer answer = with(service.key(scope), method, path);
      boolean open = List.of(scopes.split(" ")).contains(scope.text());
      assertEquals(open, answer.status() != 403, scope + " " + answer.status());
      assertFalse(answer.status() >= 500, answer.json().toString());
    }
    assertEquals(401, service.send(HttpRequest.newBuilder(service.at(path)).build()).status());
  }

  @Test
  void everyEndpointSaysWhoMayCallIt() {
    // Whatever a new endpoint forgets, nobody can call.
    try (ApplicationContext context = ApplicationContext.run()) {
      context
          .getBean(io.micronaut.web.router.Router.class)
          .uriRoutes()
          .filter(route -> route.getDeclaringType().getName().startsWith("dev.routeface"))
          .forEach(
              route ->
                  assertTrue(
                      route
                              .getAnnotationMetadata()
                              .hasAnnotation(dev.routeface.server.security.Needs.class)
                          || route
                              .getAnnotationMetadata()
                              .hasAnnotation(dev.routeface.server.security.Open.class),
                      route.toString()));
    }
  }

  @Test
  void asksForAKeyAndTakesItInTwoHeaders() {
    Answer none = service.send(HttpRequest.newBuilder(service.at("/v1/models")).build());
    assertEquals("401 unauthenticated", none.status() + " " + none.code());
    assertEquals(
        "expected a key as \"Authorization: Bearer KEY\" or \"x-api-key: KEY\", found none",
        none.message());
    String key = service.key(Scope.EMBED);
    assertEquals(200, with(key, "GET", "/v1/models").status());
    Answer bearer =
        service.send(
            HttpRequest.newBuilder(service.at("/v1/models"))
                .header("Authorization", "bearer " + key)
                .build());
    assertEquals(200, bearer.status());
    Answer wrong = with(key.substring(0, 20), "GET", "/v1/models");
    assertTrue(wrong.message().endsWith("found one that is not valid"), wrong.message());
    Answer inTheUrl =
        service.send(
            HttpRequest.newBuilder(service.at("/v1/models?api_key=" + key + "&x-api-key=" + key))
                .build());
    assertEquals(401, inTheUrl.status());
  }

  @Test
  void saysWhichScopeIsMissing() {
    Answer answer = with(service.key(Scope.EMBED, Scope.SEARCH), "POST", "/v1/collections");
    assertEquals("403 forbidden", answer.status() + " " + answer.code());
    assertEquals("expected a key with the scope enrol, found embed, search", answer.message());
  }

  @Test
  void keysAreMadeAndRevokedByAnAdministrator() {
    Answer made =
        service.post(
            "/v1/keys",
            "{\"name\": \"door\", \"scopes\": [\"search\"], \"limits\": {\"requests_per_second\": 1,"
                + " \"concurrent\": 1}}");
    assertEquals(201, made.status(), made.json().toString());
    String key = made.json().get("key").asText();
    String id = made.json().get("id").asText();
    assertEquals(200, with(key, "GET", "/v1/models").status());
    JsonNode listed = service.get("/v1/keys").json();
    assertFalse(listed.toString().contains(key), "a key is shown once");
    assertTrue(listed.toString().contains(id));
    assertTrue(service.delete("/v1/keys/" + id).json().has("revoked"));
    assertEquals(401, with(key, "GET", "/v1/models").status());
    assertEquals(404, service.delete("/v1/keys/00000000").status());
    Answer odd = service.post("/v1/keys", "{\"name\": \"x\", \"scopes\": [\"root\"]}");
    assertEquals(
        "request at $.scopes: expected scopes of embed, search, enrol, admin, found root",
        odd.message());
    List<String> actions = service.get("/v1/audit?limit=1000").json().findValuesAsText("action");
    assertTrue(actions.containsAll(List.of("key.create", "key.revoke")), actions.toString());
  }

  @Test
  void theLastAdministratorStays(@TempDir Path data) {
    try (TestService own =
        TestService.start(data, ServiceConfig.Limits.DEFAULT, Optional.empty())) {
      String id = own.get("/v1/keys").json().at("/data/0/id").asText();
      Answer refused = own.delete("/v1/keys/" + id);
      assertEquals("409 conflict", refused.status() + " " + refused.code());
      assertEquals(200, own.get("/v1/keys").status());
      own.post("/v1/keys", "{\"name\": \"other\", \"scopes\": [\"admin\"]}");
      assertEquals(200, own.delete("/v1/keys/" + id).status());
    }
  }

  @Test
  void aKeysOwnLimitsHold() {
    KeyFile.Wanted seldom =
        new KeyFile.Wanted(
            "seldom", EnumSet.of(Scope.EMBED), Optional.of(new ApiKey.KeyLimits(0.02, 1)));
    String key = service.keys().issue(seldom).secret();
    assertEquals(200, with(key, "GET", "/v1/models").status());
    Answer second = with(key, "GET", "/v1/models");
    assertEquals("429 rate_limited", second.status() + " " + second.code());
    int wait = Integer.parseInt(second.header("retry-after"));
    assertTrue(wait > 40 && wait <= 50, second.header("retry-after"));
    assertEquals(200, with(service.key(Scope.EMBED), "GET", "/v1/models").status(), "of this key");
  }

  @Test
  void whoWasRefusedOrFailedHoldsNoPlace() {
    KeyFile.Wanted one =
        new KeyFile.Wanted(
            "one", EnumSet.of(Scope.EMBED), Optional.of(new ApiKey.KeyLimits(1000, 1)));
    String key = service.keys().issue(one).secret();
    for (String path : List.of("/v1/models/none", "/v1/nothing", "/v1/audit", "/v1/models")) {
      for (String method : List.of("GET", "POST", "PUT")) {
        assertNotEquals(429, with(key, method, path).status(), method + " " + path);
      }
    }
    assertEquals(200, with(key, "GET", "/v1/models").status());
  }

  @Test
  void anIdOfTheCallersIsKeptAndASillyOneReplaced() {
    Answer kept = service.send("POST", "/v1/nothing", "", Map.of("X-Request-Id", "a-1:b.c_D"));
    assertEquals("a-1:b.c_D", kept.header("x-request-id"));
    assertEquals("a-1:b.c_D", kept.json().get("request_id").asText());
    Answer silly = service.send("POST", "/v1/nothing", "", Map.of("X-Request-Id", "{\"a\": 1}"));
    assertTrue(silly.header("x-request-id").matches("[0-9a-f-]{36}"));
    assertNotEquals(
        service.get("/health/live").header("x-request-id"),
        service.get("/health/live").header("x-request-id"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/nothing,     application/json, 404, not_found",
    "GET,    /nothing,        application/json, 404, not_found",
    "PUT,    /v1/models,      application/json, 405, method_not_allowed",
    "POST,   /v1/embeddings,  text/xml,         415, unsupported_media_type",
    "POST,   /v1/embeddings,  application/json, 400, invalid_request",
    "POST,   /v1/collections/none/search, application/json, 400, invalid_request",
    "GET,    /v1/collections/none, application/json, 404, not_found",
    "GET,    /v1/collections/%00, application/json, 404, not_found",
    "GET,    /v1/collections/none/subjects, application/json, 404, not_found",
    "BREW,   /v1/models,      application/json, 405, method_not_allowed",
  })
  void theFrameworksOwnErrorsHaveTheSameShape(
      String method, String path, String type, int status, String code) {
    HttpRequest.Builder request = service.request(path).header("Content-Type", type);
    Answer answer =
        service.send(
            request
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
                .build());
    assertEquals(status + " " + code, answer.status() + " " + answer.code());
    requireEnvelope(answer);
  }

  private static void requireEnvelope(Answer answer) {
    assertEquals(List.of("error", "request_id"), names(answer.json()));
    assertEquals(List.of("code", "message", "details"), names(answer.json().get("error")));
    assertEquals(answer.header("x-request-id"), answer.json().get("request_id").asText());
    assertFalse(answer.message().isBlank());
    assertEquals("application/json", answer.header("content-type"));
  }

  private static List<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void aBrowserGetsTheSameShape() {
    Answer answer =
        service.send(service.request("/v1/nothing").header("Accept", "text/html").build());
    requireEnvelope(answer);
  }

  @Test
  void refusesABodyThatIsTooLarge(@TempDir Path data) {
    ServiceConfig.Limits small = new ServiceConfig.Limits(1, 100, 4, 100, 4);
    try (TestService own = TestService.start(data, small, Optional.empty())) {
      Answer answer = own.post("/v1/embeddings", "{\"input\": \"" + "a".repeat(2 << 20) + "\"}");
      assertEquals("413 too_large", answer.status() + " " + answer.code());
      requireEnvelope(answer);
      Answer next = own.post("/v1/embeddings", "{\"input\": \"" + "a".repeat(1 << 19) + "\"}");
      assertEquals(200, next.status(), next.json().toString());
    }
  }

  @Test
  void withoutADetectorItSaysHowToGetOne(@TempDir Path data) {
    try (TestService own =
        TestService.start(data, ServiceConfig.Limits.DEFAULT, Optional.empty())) {
      Answer answer = own.post("/v1/detect", "{\"image\": \"" + face(1, 2, 3) + "\"}");
      assertEquals("422 no_detector", answer.status() + " " + answer.code());
      assertTrue(
          answer.message().contains("./routeface models pull yunet --accept-licence"),
          answer.message());
      Answer embedded =
          own.post(
              "/v1/embeddings",
              "{\"input\": \"" + face(1, 2, 3) + "\", \"options\": {\"align\": false}}");
      assertEquals(1, embedded.json().get("data").size());
    }
  }

  @Test
  void whatIsNotHttpIsRefusedAndHarmsNobody() throws IOException {
    for (String nonsense : List.of("\0\1\2\3\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n")) {
      try (Socket socket = new Socket("127.0.0.1", service.service().address().getPort())) {
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertFalse(answer.startsWith("HTTP/1.1 5"), answer);
      }
    }
    assertEquals(200, service.get("/health/ready").status());
  }

  @Test
  void noOtherOriginMayRead() {
    Answer answer =
        service.send(service.request("/v1/models").header("Origin", "https://example.org").build());
    assertEquals("", answer.header("access-control-allow-origin"));
    assertEquals("403 forbidden", answer.status() + " " + answer.code());
    assertEquals(
        "request at Origin: expected that of this service, found another; a proxy between has to"
            + " pass Host on as it was",
        answer.message());
    requireEnvelope(answer);
  }

  @Test
  void aProxyMaySayOfWhichHostItIs() {
    HttpRequest.Builder proxied =
        service.request("/v1/models").header("Origin", "https://example.org");
    proxied.header("X-Forwarded-Host", "example.org").header("X-Forwarded-Proto", "https");
    Answer answer = service.send(proxied.build());
    assertEquals(200, answer.status());
    assertEquals("", answer.header("access-control-allow-origin"));
  }

  @Test
  void healthNeedsNoKeyAndTellsNothing() {
    Map<String, String> answers =
        Map.of(
            "/health/live", "{\"status\":\"live\"}",
            "/health/ready", "{\"status\":\"ready\",\"read_only\":false}");
    answers.forEach(
        (path, body) -> {
          Answer answer = service.send(HttpRequest.newBuilder(service.at(path)).build());
          assertEquals("200 " + body, answer.status() + " " + answer.json());
        });
    for (String path : List.of("/v2/health/live", "/v2/health/ready")) {
      assertEquals(200, service.send(HttpRequest.newBuilder(service.at(path)).build()).status());
    }
  }

  @Test
  void metricsNameNoSubjectAndNoKey() {
    service.get("/v1/collections/secret-name");
    String text = new String(service.get("/metrics").http().body(), StandardCharsets.UTF_8);
    assertTrue(text.contains("routeface_stage_work_seconds_count{stage=\"embed\"}"), text);
    assertTrue(text.contains("uri=\"/v1/collections/{collection}\""), text);
    assertFalse(text.contains("secret-name"));
  }

  @Test
  void thePageOfTheInterfaceAsksNobodyElse() {
    Answer page =
        service.send(HttpRequest.newBuilder(service.at("/swagger-ui/index.html")).build());
    String html = new String(page.http().body(), StandardCharsets.UTF_8);
    assertEquals(200, page.status());
    assertFalse(html.contains("https://"), html);
    for (String file :
        List.of(
            "/swagger-ui/res/swagger-ui.css",
            "/swagger-ui/res/swagger-ui-bundle.js",
            "/openapi/routeface.yml")) {
      assertEquals(
          200, service.send(HttpRequest.newBuilder(service.at(file)).build()).status(), file);
    }
  }
}
