package dev.routeface.server.api;

import static dev.routeface.server.api.TestService.CONTRACT;
import static dev.routeface.server.api.TestService.face;
import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings, comparisons and detections, over HTTP. */
class FacesApiTest {
  private static final String ALIGNED = "\"options\": {\"align\": false}";

  private final TestService service = TestService.shared();

  private Answer embed(String input, String more) {
    return service.post("/v1/embeddings", "{\"input\": %s%s}".formatted(input, more));
  }

  private static float[] floats(JsonNode list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) list.get(i).doubleValue();
    }
    return floats;
  }

  @Test
  void embedsAnAlignedFace() {
    Answer answer = embed('"' + face(200, 30, 60) + '"', ", " + ALIGNED);
    assertEquals(200, answer.status(), answer.json().toString());
    JsonNode item = answer.json().at("/data/0");
    assertArrayEquals(ColourEmbedder.unit(200, 30, 60), floats(item.get("embedding")), 1e-6f);
    assertEquals(
        Math.sqrt(72 * 72 + 98 * 98 + 68 * 68 + 16 * 16), item.get("norm").doubleValue(), 1e-3);
    assertEquals("embedding 0", item.get("object").asText() + " " + item.get("index"));
    assertEquals("list", answer.json().get("object").asText());
    assertEquals("colour", answer.json().get("model").asText());
    assertEquals(CONTRACT, answer.json().get("embedding_contract_id").asText());
    assertEquals(1, answer.json().at("/usage/images").intValue());
    assertTrue(answer.json().get("errors").isEmpty());
    assertFalse(item.get("face").has("box"), "an aligned face was not detected");
  }

  @Test
  void base64HoldsTheSameFloatsLeastByteFirst() {
    String input = '"' + face(200, 30, 60) + '"';
    Answer answer = embed(input, ", \"encoding_format\": \"base64\", " + ALIGNED);
    byte[] bytes = Base64.getDecoder().decode(answer.json().at("/data/0/embedding").asText());
    float[] floats = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    assertArrayEquals(ColourEmbedder.unit(200, 30, 60), floats, 1e-6f);
  }

  @Test
  void oneBadPictureDoesNotFailTheOthers() {
    String input = "[\"%s\", \"aGFsbG8=\", \"%s\"]".formatted(face(1, 2, 3), face(4, 5, 6));
    Answer answer = embed(input, ", " + ALIGNED);
    assertEquals(200, answer.status());
    assertEquals(0, answer.json().at("/data/0/index").intValue());
    assertEquals(2, answer.json().at("/data/1/index").intValue());
    assertEquals(1, answer.json().at("/errors/0/index").intValue());
    assertEquals("unsupported_image", answer.json().at("/errors/0/code").asText());
    assertEquals(3, answer.json().at("/usage/images").intValue());
  }

  @Test
  void aFormIsTheSameRequest() {
    Answer answer =
        service.form(
            "/v1/embeddings",
            "input",
            png(8, 8, 200, 30, 60),
            "input",
            png(8, 8, 4, 5, 6),
            "options",
            "{\"align\": false}",
            "encoding_format",
            "float");
    assertEquals(200, answer.status(), answer.json().toString());
    assertArrayEquals(
        ColourEmbedder.unit(200, 30, 60), floats(answer.json().at("/data/0/embedding")), 1e-6f);
    assertEquals(2, answer.json().get("data").size());
  }

  @Test
  void dotsInAFormMakeObjects() {
    Answer answer =
        service.form(
            "/v1/compare",
            "source.image",
            png(8, 8, 200, 30, 60),
            "target.image",
            png(8, 8, 200, 30, 60),
            "options.align",
            "false");
    assertEquals(200, answer.status(), answer.json().toString());
    assertEquals(1, answer.json().get("similarity").doubleValue(), 1e-6);
  }

  @Test
  void severalFacesOfOnePictureShareItsIndex() {
    String input = Base64.getEncoder().encodeToString(png(40, 20, 9, 9, 9));
    Answer answer = embed('"' + input + '"', ", \"options\": {\"max_faces\": 2}");
    assertEquals(2, answer.json().get("data").size(), answer.json().toString());
    assertEquals(0, answer.json().at("/data/1/index").intValue());
    // The last of three is the largest.
    assertEquals("[20.0,1.0,28.0,11.0]", answer.json().at("/data/0/face/box").toString());
    assertEquals(5, answer.json().at("/data/0/face/landmarks").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                   | request at $.input: missing key
          {"input": 3}                         | request at $.input: expected base64, found 3
          {"input": "%%%"}                     | request at $.input: expected base64, found a text that is none
          {"input": []}                        | request: expected 1 to 32 pictures, found 0
          {"inputs": "YQ=="}                   | request at $: unknown key inputs; is "input" meant?
          {"input": "YQ==", "colour": "red"}   | request at $.colour: unknown key; known here: user, model, input, encoding_format, options
          {"input": "YQ==", "options": {"max_faces": 65}} | request at $.options.max_faces: expected a whole number from 1 to 64, found 65
          {"input": "YQ==", "options": {"maxfaces": 1}} | request at $.options.maxfaces: unknown key; is "max_faces" meant?; known here: align, max_faces, faces
          {"input": "YQ==", "encoding_format": "hex"} | request at $.encoding_format: expected one of float, base64, found "hex"
          {"input": "YQ==", "input": "YQ=="}   | request: expected JSON, found Duplicate field 'input'
          []                                   | request at $: expected an object, found []
          {"input"                             | request: expected JSON, found Unexpected end-of-input within/between Object entries
          """)
  void saysWhereARequestIsWrong(String body, String message) {
    Answer answer = service.post("/v1/embeddings", body);
    assertEquals(400, answer.status());
    assertEquals("invalid_request", answer.code());
    assertEquals(message, answer.message());
  }

  @Test
  void refusesMoreThan32Pictures() {
    String input = "[" + "\"YQ==\", ".repeat(32) + "\"YQ==\"]";
    assertEquals("request: expected 1 to 32 pictures, found 33", embed(input, "").message());
  }

  @Test
  void anotherModelIsNotFound() {
    Answer answer = embed("\"YQ==\"", ", \"model\": \"text-embedding-3-small\"");
    assertEquals(404, answer.status());
    assertEquals("expected the model colour, found text-embedding-3-small", answer.message());
  }

  private Answer compare(String source, String target, String more) {
    return service.post(
        "/v1/compare",
        "{\"source\": %s, \"target\": %s, %s%s}".formatted(source, target, ALIGNED, more));
  }

  private static String image(int red, int green, int blue) {
    return "{\"image\": \"" + face(red, green, blue) + "\"}";
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += one[k] * (double) other[k];
    }
    return sum;
  }

  @Test
  void namesThePictureThatStandsInTheWay() {
    String none = "{\"image\": \"aGFsbG8=\"}";
    String why = ": expected a JPEG, PNG or WebP image, found bytes 68 61 6c 6c";
    assertEquals("source" + why, compare(none, image(1, 2, 3), "").message());
    assertEquals("target" + why, compare(image(1, 2, 3), none, "").message());
  }

  @Test
  void comparesAtARateOfTheCertificate() {
    double cosine = cosine(ColourEmbedder.unit(200, 30, 60), ColourEmbedder.unit(190, 90, 80));
    Answer answer =
        compare(image(200, 30, 60), image(190, 90, 80), ", \"policy\": {\"fmr\": 1e-3}");
    assertEquals(200, answer.status(), answer.json().toString());
    assertEquals(cosine, answer.json().get("similarity").doubleValue(), 1e-6);
    assertEquals(cosine >= 0.5, answer.json().get("match").booleanValue());
    assertEquals(0.5, answer.json().get("threshold").doubleValue());
    assertEquals(
        "{\"threshold\":0.5,\"fmr\":0.001,\"fnmr\":{\"value\":0.02,\"ci95\":[0.01,0.03]},"
            + "\"calibration\":\"cal_0123456789abcdef\"}",
        answer.json().get("policy").toString());
  }

  @Test
  void theThresholdIsInclusive() {
    String vector = "{\"embedding\": [1, 0, 0, 0], \"embedding_contract_id\": \"x\"}";
    String policy = ", \"policy\": {\"threshold\": %s}";
    assertTrue(compare(vector, vector, policy.formatted("1")).json().get("match").asBoolean());
    String half = "{\"embedding\": [3, 4, 0, 0], \"embedding_contract_id\": \"x\"}";
    double found = compare(vector, half, "").json().get("similarity").doubleValue();
    assertEquals(0.6, found, 1e-7);
    assertTrue(compare(vector, half, policy.formatted(found)).json().get("match").asBoolean());
    double next = Math.nextUp((float) found);
    assertFalse(compare(vector, half, policy.formatted(next)).json().get("match").asBoolean());
  }

  @Test
  void withoutAPolicyThereIsNoVerdict() {
    Answer answer = compare(image(1, 2, 3), image(1, 2, 3), "");
    assertFalse(answer.json().has("match"));
    assertFalse(answer.json().has("threshold"));
  }

  @Test
  void neverComparesEmbeddingsOfTwoContracts() {
    String foreign = "{\"embedding\": [1, 0, 0, 0], \"embedding_contract_id\": \"ec_other\"}";
    Answer answer = compare(image(1, 2, 3), foreign, "");
    assertEquals(409, answer.status());
    assertEquals("contract_mismatch", answer.code());
    assertEquals(
        "expected embeddings of one contract, found " + CONTRACT + " and ec_other",
        answer.message());
  }

  @Test
  void aRateThatNobodyCountedIsRefusedWithThoseThatThereAre() {
    Answer answer = compare(image(1, 2, 3), image(1, 2, 3), ", \"policy\": {\"fmr\": 1e-5}");
    assertEquals(422, answer.status());
    assertEquals("no_operating_point", answer.code());
    assertEquals("expected one of the certificate's fmr [0.001], found 1.0E-5", answer.message());
    assertEquals("[0.001]", answer.json().at("/error/details/rates").toString());
  }

  @Test
  void aRateOfSearchesIsNoneOfComparisons() {
    Answer answer = compare(image(1, 2, 3), image(1, 2, 3), ", \"policy\": {\"fpir\": 1e-2}");
    assertEquals(
        "request at $.policy: expected fmr or threshold, found fpir, which is for searches",
        answer.message());
  }

  @Test
  void refusesAVectorWithoutADirection() {
    String zero = "{\"embedding\": [0, 0, 0, 0], \"embedding_contract_id\": \"x\"}";
    Answer answer = compare(zero, zero, "");
    assertEquals(
        "request at $.source.embedding: expected a vector that is not zero, found one that is",
        answer.message());
  }

  @Test
  void detectsFacesTheLargestFirst() {
    Answer answer = service.form("/v1/detect", "image", png(40, 20, 9, 9, 9));
    assertEquals(200, answer.status(), answer.json().toString());
    assertEquals("40 20", answer.json().get("width") + " " + answer.json().get("height"));
    assertEquals(3, answer.json().get("faces").size());
    assertEquals("[20.0,1.0,28.0,11.0]", answer.json().at("/faces/0/box").toString());
    assertEquals(0.88, answer.json().at("/faces/0/score").doubleValue(), 1e-9);
    double weakest = 1;
    for (JsonNode part : answer.json().at("/faces/0/quality/parts")) {
      weakest = Math.min(weakest, part.get("score").doubleValue());
    }
    assertEquals(weakest, answer.json().at("/faces/0/quality/score").doubleValue());
  }

  @Test
  void tellsWhyAPictureHasNoFace() {
    Answer none = service.form("/v1/detect", "image", png(12, 20, 9, 9, 9));
    assertEquals("422 face_not_found", none.status() + " " + none.code());
    Answer several =
        service.form(
            "/v1/detect",
            "image",
            png(40, 20, 9, 9, 9),
            "options",
            "{\"max_faces\": 1, \"faces\": \"error\"}");
    assertEquals("422 several_faces", several.status() + " " + several.code());
    Answer oblong =
        service.form("/v1/detect", "image", png(40, 20, 9, 9, 9), "options.align", "false");
    assertEquals("422 image_not_square", oblong.status() + " " + oblong.code());
  }

  @Test
  void refusesABombBeforeItIsDecoded() throws IOException {
    byte[] bomb = png(8, 8, 1, 1, 1);
    // The header of a PNG says 60,000 x 60,000; its checksum no longer fits, but nobody decodes.
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    Answer answer = service.form("/v1/detect", "image", bomb);
    assertEquals("413 image_too_large", answer.status() + " " + answer.code());
  }
}
