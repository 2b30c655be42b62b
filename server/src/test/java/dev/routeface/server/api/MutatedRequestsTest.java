package dev.routeface.server.api;

import static dev.routeface.server.api.TestService.CONTRACT;
import static dev.routeface.server.api.TestService.face;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.api.TestService.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests that went wrong on their way: whatever comes in, the answer is one of those that are
 * documented. {@code -Pfuzz} sends 10,000.
 */
class MutatedRequestsTest {
  private static final long SEED = 5;
  private static final List<String> SPLINTERS =
      List.of(
          "null",
          "{}",
          "[]",
          "\"\"",
          "-1",
          "1e999",
          "NaN",
          "9223372036854775808",
          "\\u0000",
          "\"\\ud800\"",
          "true",
          ",",
          ":",
          "\"",
          "}",
          "{\"a\":",
          "0.1",
          "\u00e4",
          "[[[[",
          "/*");

  private final TestService service = TestService.shared();
  private final Random random = new Random(SEED);

  /** A request that is right. */
  private record Right(String method, String path, String type, byte[] body) {}

  private static Right json(String method, String path, String body) {
    return new Right(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Right> right() {
    String image = "\"image\": \"" + face(200, 30, 60) + "\"";
    String vector = "\"embedding\": [1, 2, 3, 4], \"embedding_contract_id\": \"" + CONTRACT + "\"";
    String aligned = "\"options\": {\"align\": false, \"max_faces\": 2, \"faces\": \"center\"}";
    String tensor =
        "{\"inputs\": [{\"name\": \"images\", \"shape\": [1, 3, 8, 8], \"datatype\": \"UINT8\","
            + " \"data\": [1, 2, 3]}]}";
    String form =
        "--limit\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc\r\n"
            + "--limit\r\nContent-Disposition: form-data; name=\"options.align\"\r\n\r\nfalse\r\n"
            + "--limit--\r\n";
    return List.of(
        json("POST", "/v1/embeddings", "{\"input\": [\"" + face(1, 2, 3) + "\"], " + aligned + "}"),
        json(
            "POST",
            "/v1/compare",
            "{\"source\": {"
                + image
                + "}, \"target\": {"
                + vector
                + "}, \"policy\": {\"fmr\": 1e-3},"
                + aligned
                + "}"),
        json("POST", "/v1/detect", "{" + image + ", " + aligned + "}"),
        new Right(
            "POST",
            "/v1/detect",
            "multipart/form-data; boundary=limit",
            form.getBytes(StandardCharsets.UTF_8)),
        json("POST", "/v1/collections", "{\"id\": \"mutated\", \"description\": \"x\"}"),
        json("PATCH", "/v1/collections/mutated", "{\"compatible\": [\"ec_1\"]}"),
        json(
            "POST",
            "/v1/collections/mutated/subjects",
            "{\"id\": \"s\", \"consent\": \"c\", \"retention_until\": \"2099-01-31T00:00:00Z\","
                + " \"metadata\": {\"a\": \"b\"}}"),
        json(
            "POST", "/v1/collections/mutated/subjects/s/faces", "{" + image + ", " + aligned + "}"),
        json(
            "POST",
            "/v1/collections/mutated/enrolments",
            "{\"embedding_contract_id\": \""
                + CONTRACT
                + "\", \"faces\": [{\"subject\": \"s\","
                + " \"embedding\": [1, 2, 3, 4]}]}"),
        json(
            "POST",
            "/v1/collections/mutated/search",
            "{\"queries\": [{" + vector + "}], \"top_k\": 3, \"policy\": {\"fpir\": 1e-2}}"),
        json("GET", "/v1/collections/mutated/subjects?limit=2&cursor=MTph", ""),
        json("GET", "/v1/audit?limit=2&cursor=MTphdWRpdAoy", ""),
        json("POST", "/v1/audit/verify", "{\"sequence\": 1, \"hash\": \"" + "0".repeat(64) + "\"}"),
        json("POST", "/v1/keys", "{\"name\": \"x\", \"scopes\": [\"search\"]}"),
        json("POST", "/v2/models/colour/infer", tensor));
  }

  @Test
  void anythingGetsADocumentedAnswer() {
    int mutations = Integer.getInteger("mutations", 1500);
    List<Right> right = right();
    int[] statuses = new int[600];
    for (int i = 0; i < mutations; i++) {
      Right request = right.get(i % right.size());
      byte[] body = mutated(request.body());
      String path = random.nextInt(8) == 0 ? mutatedPath(request.path()) : request.path();
      Answer answer = service.send(built(request, path, body));
      statuses[answer.status()]++;
      String told = "mutation %d: %s %s".formatted(i, request.method(), path);
      assertTrue(answer.status() < 500, told + " " + answer.status() + " " + answer.json());
      assertFalse(answer.header("x-request-id").isEmpty(), told);
      if (answer.status() >= 400) {
        assertEquals(
            answer.header("x-request-id"), answer.json().path("request_id").asText(), told);
      }
    }
    assertTrue(statuses[400] > mutations / 4, "most are wrong: " + Arrays.toString(statuses));
    assertTrue(statuses[200] + statuses[201] > 0, "and some are still right");
    assertEquals(200, service.get("/health/ready").status());
  }

  private HttpRequest built(Right request, String path, byte[] body) {
    return service
        .request(path)
        .header("Content-Type", request.type())
        .method(request.method(), BodyPublishers.ofByteArray(body))
        .build();
  }

  /** A byte changed, a piece cut out, doubled, or replaced by a splinter. */
  private byte[] mutated(byte[] body) {
    if (body.length == 0 || random.nextInt(16) == 0) {
      return body;
    }
    int from = random.nextInt(body.length);
    int to = Math.min(body.length, from + 1 + random.nextInt(12));
    byte[] splinter =
        switch (random.nextInt(4)) {
          case 0 -> new byte[] {(byte) random.nextInt(256)};
          case 1 -> new byte[0];
          case 2 -> twice(Arrays.copyOfRange(body, from, to));
          default ->
              SPLINTERS.get(random.nextInt(SPLINTERS.size())).getBytes(StandardCharsets.UTF_8);
        };
    byte[] mutated = new byte[from + splinter.length + body.length - to];
    System.arraycopy(body, 0, mutated, 0, from);
    System.arraycopy(splinter, 0, mutated, from, splinter.length);
    System.arraycopy(body, to, mutated, from + splinter.length, body.length - to);
    return mutated;
  }

  private static byte[] twice(byte[] piece) {
    byte[] twice = Arrays.copyOf(piece, 2 * piece.length);
    System.arraycopy(piece, 0, twice, piece.length, piece.length);
    return twice;
  }

  /** What a client may still send: no character that no URI has. */
  private String mutatedPath(String path) {
    List<String> pieces =
        List.of("%00", "%2F", "..", "//", "%ff", "?limit=x", "&cursor=%", "~", "%C3%A4", "+");
    int at = 1 + random.nextInt(path.length() - 1);
    String piece = pieces.get(random.nextInt(pieces.size()));
    String mutated = path.substring(0, at) + piece + path.substring(at);
    return piece.endsWith("%") ? mutated.replace("cursor=%", "cursor=%25") : mutated;
  }
}
