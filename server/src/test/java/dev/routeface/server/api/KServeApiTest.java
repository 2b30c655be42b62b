package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.api.TestService.Answer;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same model through KServe's protocol. */
class KServeApiTest {
  private static final int PLANE = ColourEmbedder.SIZE * ColourEmbedder.SIZE;

  private final TestService service = TestService.shared();

  private static String plane(int value) {
    return String.join(",", Collections.nCopies(PLANE, String.valueOf(value)));
  }

  private Answer infer(String shape, String type, String data) {
    return service.post(
        "/v2/models/colour/infer",
        """
        {"id": "7", "inputs": [{"name": "images", "shape": %s, "datatype": "%s", "data": %s}]}
        """
            .formatted(shape, type, data));
  }

  @Test
  void embedsTensorsOfBothTypesAlike() {
    String data = "[" + plane(200) + "," + plane(30) + "," + plane(60) + "]";
    Answer pixels = infer("[1, 3, 8, 8]", "UINT8", data);
    Answer floats = infer("[1, 3, 8, 8]", "FP32", data);
    assertEquals(200, pixels.status(), pixels.json().toString());
    assertEquals(pixels.json().get("outputs"), floats.json().get("outputs"));
    assertEquals("7", pixels.json().get("id").asText());
    assertEquals("colour 1", name(pixels));
    assertEquals("[1,4]", pixels.json().at("/outputs/0/shape").toString());
    float[] found = new float[4];
    for (int k = 0; k < 4; k++) {
      found[k] = (float) pixels.json().at("/outputs/0/data/" + k).doubleValue();
    }
    assertArrayEquals(ColourEmbedder.unit(200, 30, 60), found, 1e-6f);
  }

  private static String name(Answer answer) {
    return answer.json().get("model_name").asText()
        + " "
        + answer.json().get("model_version").asText();
  }

  @Test
  void takesNestedListsRowByRow() {
    String flat = "[" + plane(1) + "," + plane(2) + "," + plane(3) + "]";
    String nested = "[[[" + plane(1) + "],[" + plane(2) + "],[" + plane(3) + "]]]";
    assertEquals(
        infer("[1, 3, 8, 8]", "UINT8", flat).json().get("outputs"),
        infer("[1, 3, 8, 8]", "UINT8", nested).json().get("outputs"));
  }

  @Test
  void saysWhatIsWrongWithATensor() {
    String data = "[" + plane(1) + "]";
    Map<String, Answer> wrong =
        Map.of(
            "request at $.inputs[0].shape: expected [N, 3, 8, 8] with N up to 32, found [1, 3, 9, 9]",
            infer("[1, 3, 9, 9]", "FP32", data),
            "request at $.inputs[0].data: expected 192 numbers, as the shape says, found 64",
            infer("[1, 3, 8, 8]", "FP32", data),
            "request at $.inputs[0].data: expected whole numbers from 0 to 255, found 256",
            infer("[1, 3, 8, 8]", "UINT8", "[256]"),
            "request at $.inputs[0].datatype: expected one of FP32, UINT8, found \"INT64\"",
            infer("[1, 3, 8, 8]", "INT64", data));
    wrong.forEach(
        (message, answer) -> {
          assertEquals(message, answer.message());
          assertEquals(400, answer.status());
        });
  }

  /** Clients of the protocol put a text together with what stands under "error". */
  @Test
  void errorsAreTextsWhoeverFindsThem() {
    Answer noKey =
        service.send(HttpRequest.newBuilder(service.at("/v2/models/colour/infer")).build());
    for (Answer wrong :
        List.of(
            noKey,
            service.get("/v2/models/other"),
            service.get("/v2/nothing"),
            service.post("/v2/models/colour/infer", "no JSON"))) {
      assertTrue(wrong.status() >= 400);
      assertTrue(wrong.json().get("error").isTextual(), wrong.json().toString());
      assertEquals(wrong.header("x-request-id"), wrong.json().get("request_id").asText());
    }
    assertEquals("not_found", service.get("/v2/models/other").code());
  }

  @Test
  void describesServerAndModel() {
    assertEquals("routeface", service.get("/v2").json().get("name").asText());
    assertEquals(
        "[-1,3,8,8]",
        service.get("/v2/models/colour/versions/1").json().at("/inputs/0/shape").toString());
    assertEquals(1, service.get("/v2/models/colour").json().get("inputs").size());
    assertEquals(true, service.get("/v2/models/colour/ready").json().get("ready").asBoolean());
    assertEquals(404, service.get("/v2/models/other").status());
    assertEquals(404, service.get("/v2/models/colour/versions/2/ready").status());
  }
}
