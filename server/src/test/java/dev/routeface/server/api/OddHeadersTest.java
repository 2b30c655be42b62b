package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that say what is not so are the caller's mistake, and told as one. */
class OddHeadersTest {
  private final TestService service = TestService.shared();

  @ParameterizedTest
  @ValueSource(strings = {"banana", ";", "application/json; q=x", "application/", "/json"})
  void refusesAContentTypeThatIsNone(String type) {
    for (String path : new String[] {"/v1/embeddings", "/v1/collections", "/v1/keys"}) {
      Answer answer =
          service.send(
              service
                  .request(path)
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{}"))
                  .build());
      assertTrue(answer.status() == 400 || answer.status() == 415, path + answer.json());
    }
  }

  @Test
  void aBodyThatSaysNothingOfItselfIsJson() {
    Answer answer =
        service.send(service.request("/v1/keys").POST(BodyPublishers.ofString("{}")).build());
    assertEquals("request at $.name: missing key", answer.message());
  }

  @Test
  void aBodyThatIsMissingIsSaidToBe() {
    Answer answer = bare("/v1/collections");
    assertEquals("400 invalid_request", answer.status() + " " + answer.code());
    assertEquals(
        "request: expected a JSON object or a form as its body, found none", answer.message());
    assertTrue(bare("/v1/audit/verify").json().get("holds").asBoolean()); // needs none
  }

  /** As curl sends it that was told of no data. */
  private Answer bare(String path) {
    return service.send(service.request(path).POST(BodyPublishers.noBody()).build());
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Encoding: gzip",
    "Content-Encoding: deflate",
    "Transfer-Encoding: gzip",
  })
  void refusesABodyThatIsNotEncodedAsItSays(String header) throws IOException {
    String key = service.key(dev.routeface.server.security.Scope.EMBED);
    String request =
        ("POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\n%s\r\nContent-Length: 2012\r\n\r\n{\"input\":\"%s\"}")
            .formatted(key, header, "a".repeat(2000));
    String answer = raw(request);
    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertTrue(answer.contains("\"code\":"), answer);
  }

  @Test
  void refusesHeadersThatAreTooLarge() {
    Answer answer =
        service.send(service.request("/v1/models").header("X-Much", "a".repeat(20_000)).build());
    assertEquals("413 too_large", answer.status() + " " + answer.code());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", service.service().address().getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void namesAQueryKeyThatNobodyKnows() {
    assertEquals(
        "request at ?: unknown key \"limt\"; is \"limit\" meant?; known here: limit, cursor",
        service.get("/v1/collections?limt=2").message());
    assertEquals(
        "request at ?: unknown key \"limit\"; known here: none",
        service.get("/v1/keys?limit=1").message());
    assertEquals(200, service.get("/v1/collections?limit=2").status());
  }

  @Test
  void keysThatCannotBeWrittenAreTheFoldersFault(@TempDir Path data) throws IOException {
    try (TestService own =
        TestService.start(data, ServiceConfig.Limits.DEFAULT, Optional.empty())) {
      Files.delete(data.resolve("keys.lock"));
      Files.createDirectory(data.resolve("keys.lock"));
      Answer answer = own.post("/v1/keys", "{\"name\": \"x\", \"scopes\": [\"embed\"]}");
      assertEquals("503 read_only", answer.status() + " " + answer.code());
      assertEquals("the keys cannot be written now; the log says why", answer.message());
      assertEquals("30", answer.header("retry-after"));
    }
  }
}
