package dev.routeface.server.api.gallery;

import static dev.routeface.server.api.TestService.CONTRACT;
import static dev.routeface.server.api.TestService.face;
import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collections, people, faces, searches and erasure, over HTTP. */
class GalleryApiTest {
  private static final AtomicInteger COLLECTIONS = new AtomicInteger();
  private static final String ALIGNED = "\"options\": {\"align\": false}";

  private final TestService service = TestService.shared();
  private final String name = "c" + COLLECTIONS.incrementAndGet();
  private final String collection = "/v1/collections/" + name;

  @BeforeEach
  void makeACollection() {
    Answer made = service.post("/v1/collections", "{\"id\": \"" + name + "\"}");
    assertEquals(201, made.status(), made.json().toString());
    assertEquals(collection, made.header("location"));
  }

  private Answer person(String id) {
    return service.post(
        collection + "/subjects", "{\"id\": \"%s\", \"consent\": \"form 12\"}".formatted(id));
  }

  private Answer enrol(String subject, String image, Map<String, String> headers) {
    return service.send(
        "POST",
        collection + "/subjects/" + subject + "/faces",
        "{\"image\": \"%s\", %s}".formatted(image, ALIGNED),
        headers);
  }

  private Answer search(String what) {
    return service.post(collection + "/search", "{%s, %s}".formatted(what, ALIGNED));
  }

  private static String image(int red, int green, int blue) {
    return "\"image\": \"" + face(red, green, blue) + "\"";
  }

  @Test
  void findsAPersonByThePictureThatWasEnrolled() {
    person("red");
    person("blue");
    String red = enrol("red", face(200, 30, 60), Map.of()).json().get("id").asText();
    enrol("blue", face(30, 60, 200), Map.of());
    Answer found = search(image(200, 30, 60) + ", \"policy\": {\"fpir\": 1e-2}");
    assertEquals(200, found.status(), found.json().toString());
    JsonNode first = found.json().at("/candidates/0");
    assertEquals("red " + red, first.get("subject").asText() + " " + first.get("face").asText());
    assertEquals(1, first.get("similarity").doubleValue(), 1e-5);
    assertEquals(1, first.get("rank").intValue());
    assertEquals("blue", found.json().at("/candidates/1/subject").asText());
    assertEquals("identified", found.json().get("decision").asText());
    assertEquals("0.7 2 true", values(found.json(), "threshold", "gallery_size", "exact"));
    assertEquals("1680", found.json().at("/policy/enrolled").toString());
  }

  private static String values(JsonNode json, String... keys) {
    List<String> values = new ArrayList<>();
    for (String key : keys) {
      values.add(json.get(key).asText());
    }
    return String.join(" ", values);
  }

  @Test
  void aStrangerIsUnknownAndTheRawSimilarityShownAllTheSame() {
    person("red");
    enrol("red", face(200, 30, 60), Map.of());
    Answer found = search(image(30, 60, 200) + ", \"policy\": {\"fpir\": 1e-2}");
    assertEquals("unknown", found.json().get("decision").asText());
    assertTrue(found.json().at("/candidates/0/similarity").doubleValue() < 0.7);
    assertFalse(search(image(30, 60, 200)).json().has("decision"), "no policy, no decision");
  }

  @Test
  void aBatchAnswersEachQueryInItsPlace() {
    person("red");
    person("blue");
    enrol("red", face(200, 30, 60), Map.of());
    enrol("blue", face(30, 60, 200), Map.of());
    Answer found =
        search(
            "\"queries\": [{%s}, {\"image\": \"aGFsbG8=\"}, {%s}], \"top_k\": 1"
                .formatted(image(30, 60, 200), image(200, 30, 60)));
    JsonNode results = found.json().get("results");
    assertEquals("blue", results.at("/0/candidates/0/subject").asText(), results.toString());
    assertEquals(1, results.at("/0/candidates").size());
    assertEquals("unsupported_image", results.at("/1/error/code").asText());
    assertEquals("red", results.at("/2/candidates/0/subject").asText());
    assertFalse(found.json().has("candidates"));
  }

  @Test
  void searchesByAnEmbeddingOfTheSameContractAlone() {
    person("red");
    enrol("red", face(200, 30, 60), Map.of());
    String query = "\"embedding\": [72, -98, -68, 16], \"embedding_contract_id\": \"%s\"";
    Answer found = search(query.formatted(CONTRACT));
    assertEquals(1, found.json().at("/candidates/0/similarity").doubleValue(), 1e-5);
    Answer other = search(query.formatted("ec_other"));
    assertEquals("409 contract_mismatch", other.status() + " " + other.code());
    Answer short_ = search(query.formatted(CONTRACT).replace("72, ", ""));
    assertEquals("409 contract_mismatch", short_.status() + " " + short_.code());
  }

  @Test
  void anIdempotencyKeyEnrolsOnce() {
    person("red");
    Map<String, String> key = Map.of("Idempotency-Key", "order 7");
    Answer first = enrol("red", face(200, 30, 60), key);
    Answer again = enrol("red", face(200, 30, 60), key);
    assertEquals(201, first.status(), first.json().toString());
    assertEquals(first.json().get("id"), again.json().get("id"));
    assertEquals(
        "false true", values(first.json(), "repeated") + " " + values(again.json(), "repeated"));
    assertEquals(1, service.get(collection + "/subjects/red/faces").json().get("data").size());
    Answer other = enrol("red", face(30, 60, 200), key);
    assertEquals("409 conflict", other.status() + " " + other.code());
  }

  @Test
  void enrolsNobodyWithoutConsent() {
    Answer refused = service.post(collection + "/subjects", "{\"id\": \"red\"}");
    assertEquals("request at $.consent: missing key", refused.message());
    Answer blank = service.post(collection + "/subjects", "{\"id\": \"red\", \"consent\": \"  \"}");
    assertEquals(
        "request at $.consent: expected a reference to the subject's consent, found \"  \"",
        blank.message());
    Answer unknown = enrol("nobody", face(1, 2, 3), Map.of());
    assertEquals("404 not_found", unknown.status() + " " + unknown.code());
  }

  @Test
  void twoFacesInAPictureAreNotEnrolled() {
    person("red");
    Answer refused =
        service.form(collection + "/subjects/red/faces", "image", png(30, 20, 9, 9, 9));
    assertEquals("422 several_faces", refused.status() + " " + refused.code());
    Answer taken =
        service.form(
            collection + "/subjects/red/faces",
            "image",
            png(30, 20, 9, 9, 9),
            "options",
            "{\"faces\": \"largest\"}",
            "attributes.source",
            "door");
    assertEquals(201, taken.status(), taken.json().toString());
    assertEquals(
        "door",
        service
            .get(collection + "/subjects/red/faces")
            .json()
            .at("/data/0/attributes/source")
            .asText());
  }

  @Test
  void enrolsManyEmbeddingsAllOrNone() {
    String face = "{\"subject\": \"%s\", \"embedding\": [%s, 2, 3, 4]}";
    String body =
        "{\"embedding_contract_id\": \"%s\", \"subjects\": [{\"id\": \"a\", \"consent\": \"x\"}],"
            + " \"faces\": [%s, %s]}";
    Answer refused =
        service.post(
            collection + "/enrolments",
            body.formatted(CONTRACT, face.formatted("a", 1), face.formatted("nobody", 1)));
    assertEquals("404 not_found", refused.status() + " " + refused.code());
    assertEquals("0", service.get(collection).json().get("faces").toString());
    Answer taken =
        service.post(
            collection + "/enrolments",
            body.formatted(CONTRACT, face.formatted("a", 1), face.formatted("a", 2)));
    assertEquals(201, taken.status(), taken.json().toString());
    assertEquals(2, taken.json().get("faces").size());
    assertEquals("2", service.get(collection).json().get("faces").toString());
    Answer zero =
        service.post(
            collection + "/enrolments",
            body.formatted(CONTRACT, face.formatted("a", 1), face.formatted("a", 2))
                .replace("[1, 2, 3, 4]", "[0, 0, 0, 0]"));
    assertEquals(
        "request: expected a finite vector that is not zero, found length 0.0 in row 0",
        zero.message());
  }

  @Test
  void anETagKeepsTwoWritersApart() {
    Answer before = service.get(collection);
    Map<String, String> seen = Map.of("If-Match", before.header("etag"));
    Answer changed = service.send("PATCH", collection, "{\"description\": \"staff\"}", seen);
    assertEquals("staff", changed.json().get("description").asText(), changed.json().toString());
    assertNotEquals(before.header("etag"), changed.header("etag"));
    Answer late = service.send("PATCH", collection, "{\"description\": \"guests\"}", seen);
    assertEquals("412 precondition_failed", late.status() + " " + late.code());
  }

  @Test
  void aSubjectsPatchKeepsWhatItDoesNotName() {
    service.post(
        collection + "/subjects",
        "{\"id\": \"red\", \"consent\": \"form 12\", \"metadata\": {\"team\": \"blue\"}}");
    Answer before = service.get(collection + "/subjects/red");
    Answer changed =
        service.send(
            "PATCH",
            collection + "/subjects/red",
            "{\"retention_until\": \"2099-01-31T00:00:00Z\"}",
            Map.of("If-Match", before.header("etag")));
    assertEquals(
        "form 12 2099-01-31T00:00:00Z",
        values(changed.json(), "consent", "retention_until"),
        changed.json().toString());
    assertEquals("blue", changed.json().at("/metadata/team").asText());
    Answer late =
        service.send(
            "PATCH", collection + "/subjects/red", "{}", Map.of("If-Match", before.header("etag")));
    assertEquals(412, late.status());
    Answer odd =
        service.send(
            "PATCH", collection + "/subjects/red", "{\"retention_until\": \"soon\"}", Map.of());
    assertEquals(
        "request at $.retention_until: expected a time such as 2027-01-31T00:00:00Z, found"
            + " \"soon\"",
        odd.message());
  }

  @Test
  void anErasureLeavesNothingAndAReceipt() {
    person("red");
    enrol("red", face(200, 30, 60), Map.of());
    JsonNode receipt = service.delete(collection + "/subjects/red").json();
    assertEquals("red", receipt.at("/erased/0/subject").asText(), receipt.toString());
    assertEquals("1", receipt.get("faces").toString());
    assertEquals(404, service.get(collection + "/subjects/red").status());
    assertTrue(search(image(200, 30, 60)).json().get("candidates").isEmpty());
    JsonNode entry =
        service
            .get("/v1/audit?limit=1&cursor=" + cursor(receipt.get("audit_sequence").asLong() - 1))
            .json()
            .at("/data/0");
    assertEquals(receipt.get("audit_hash"), entry.get("hash"));
  }

  /** As the service would have given it. */
  private static String cursor(long after) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1:audit\n" + after).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aPersonsDataIsGivenAndErasedInAllCollections() {
    String id = "everywhere-" + name;
    String second = name + "-second";
    service.post("/v1/collections", "{\"id\": \"" + second + "\"}");
    person(id);
    enrol(id, face(200, 30, 60), Map.of());
    service.post(
        "/v1/collections/" + second + "/subjects",
        "{\"id\": \"%s\", \"consent\": \"form 13\"}".formatted(id));
    JsonNode data = service.get("/v1/subjects/" + id + "/data").json();
    assertEquals(2, data.get("data").size(), data.toString());
    assertEquals(4, data.at("/data/0/faces/0/embedding").size());
    JsonNode receipt = service.delete("/v1/subjects/" + id + "/data").json();
    assertEquals(2, receipt.get("erased").size());
    assertEquals(404, service.get("/v1/subjects/" + id + "/data").status());
    assertEquals(404, service.delete("/v1/subjects/" + id + "/data").status());
  }

  @Test
  void rotationChangesNoSimilarity() {
    person("red");
    enrol("red", face(200, 30, 60), Map.of());
    double before = similarity();
    Answer rotated = service.send("POST", collection + "/rekey", "", Map.of());
    assertEquals("2", rotated.json().get("generation").toString(), rotated.json().toString());
    assertEquals(before, similarity(), 1e-5);
  }

  private double similarity() {
    return search(image(190, 90, 80)).json().at("/candidates/0/similarity").doubleValue();
  }

  @Test
  void everySearchIsWrittenDownWithoutItsFaces() {
    person("red");
    enrol("red", face(200, 30, 60), Map.of());
    long head = service.get("/v1/audit").json().at("/head/sequence").asLong();
    search(image(200, 30, 60) + ", \"policy\": {\"threshold\": 0.4}");
    JsonNode entries = service.get("/v1/audit?cursor=" + cursor(head)).json().get("data");
    assertEquals(1, entries.size());
    assertEquals("face.search", entries.at("/0/action").asText());
    assertEquals("[\"" + name + "\"]", entries.at("/0/objects").toString());
    assertEquals(
        "{\"queries\":\"1\",\"threshold\":\"0.4\",\"top_k\":\"5\"}",
        entries.at("/0/details").toString());
  }

  @Test
  void theLogHoldsTogetherAndIsHeldToAnEndThatWasKept() {
    JsonNode head = service.get("/v1/audit").json().get("head");
    assertTrue(service.post("/v1/audit/verify", "{}").json().get("holds").asBoolean());
    assertTrue(service.post("/v1/audit/verify", head.toString()).json().get("holds").asBoolean());
    String other = head.toString().replaceAll("[0-9a-f]{64}", "0".repeat(64));
    assertFalse(service.post("/v1/audit/verify", other).json().get("holds").asBoolean());
  }

  @Test
  void onlyACertificateLetsAnotherModelSearch() {
    Answer refused =
        service.send(
            "PATCH", collection, "{\"compatible\": [\"%s\"]}".formatted(CONTRACT), Map.of());
    assertEquals("409 contract_mismatch", refused.status() + " " + refused.code());
    assertEquals(
        "expected a certificate by which embeddings of %s may search those of %s, found none"
            .formatted(CONTRACT, CONTRACT),
        refused.message());
  }

  @Test
  void removesOneFace() {
    person("red");
    String id = enrol("red", face(200, 30, 60), Map.of()).json().get("id").asText();
    enrol("red", face(30, 60, 200), Map.of());
    assertEquals(204, service.delete(collection + "/subjects/red/faces/" + id).status());
    assertEquals(1, service.get(collection + "/subjects/red/faces").json().get("data").size());
    assertEquals(404, service.delete(collection + "/subjects/red/faces/" + id).status());
  }

  @Test
  void deletesACollectionWithEverybodyInIt() {
    person("red");
    JsonNode receipt = service.delete(collection).json();
    assertEquals("red", receipt.at("/erased/0/subject").asText(), receipt.toString());
    assertEquals(404, service.get(collection).status());
    assertEquals(404, service.delete(collection).status());
    assertEquals(404, search(image(1, 2, 3)).status());
  }

  @Test
  void idsMayHoldWhatPathsMustEscape() {
    Answer made = person("Ä/ö 7+");
    assertEquals(201, made.status(), made.json().toString());
    assertEquals(collection + "/subjects/%C3%84%2F%C3%B6%207%2B", made.header("location"));
    Answer found = service.get(made.header("location"));
    assertEquals("Ä/ö 7+", found.json().get("id").asText(), found.json().toString());
  }

  @Test
  void aCollectionIsMadeOnce() {
    Answer again = service.post("/v1/collections", "{\"id\": \"" + name + "\"}");
    assertEquals("409 conflict", again.status() + " " + again.code());
    Answer control = service.post("/v1/collections", "{\"id\": \"a\\u0007\"}");
    assertEquals("400 invalid_request", control.status() + " " + control.code());
  }
}
