package dev.routeface.server.api.gallery;

import static dev.routeface.server.api.TestService.CONTRACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold before anything in a gallery is made, changed or erased. */
class PreconditionsTest {
  private static final AtomicInteger COLLECTIONS = new AtomicInteger();

  private final TestService service = TestService.shared();
  private final String name = "p" + COLLECTIONS.incrementAndGet();
  private final String collection = "/v1/collections/" + name;
  private final String person = collection + "/subjects/red";

  @BeforeEach
  void makeACollectionWithAPerson() {
    assertEquals(201, service.post("/v1/collections", "{\"id\": \"" + name + "\"}").status());
    assertEquals(201, made("red").status());
  }

  private Answer made(String id) {
    return service.post(
        collection + "/subjects", "{\"id\": \"%s\", \"consent\": \"form 12\"}".formatted(id));
  }

  private Answer enrolled(String subjects, int faces) {
    String face = "{\"subject\": \"red\", \"embedding\": [1, 2, 3, 4]}";
    return service.post(
        collection + "/enrolments",
        "{\"embedding_contract_id\": \"%s\", \"subjects\": [%s], \"faces\": [%s]}"
            .formatted(
                CONTRACT, subjects, String.join(", ", java.util.Collections.nCopies(faces, face))));
  }

  private Answer delete(String path, String ifMatch) {
    return service.send("DELETE", path, "", Map.of("If-Match", ifMatch));
  }

  private Answer change(String path, String json) {
    return service.send("PATCH", path, json, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void nobodyIsCalledAsAStepInAPath(String step) {
    String refused =
        "400 request: %s: expected a name, found \"" + step + "\", which is a step in a path";
    assertEquals(refused.formatted("subject"), told(made(step)));
    String subject = "{\"id\": \"%s\", \"consent\": \"x\"}".formatted(step);
    assertEquals(refused.formatted("subject"), told(enrolled(subject, 1)));
    Answer made = service.post("/v1/collections", "{\"id\": \"%s\"}".formatted(step));
    assertEquals(refused.formatted("collection"), told(made));
    Answer escaped = service.delete(collection + "/subjects/" + step.replace(".", "%2e"));
    assertEquals(400, escaped.status(), escaped.json().toString());
    assertEquals(200, service.get(person).status());
  }

  private static String told(Answer answer) {
    return answer.status() + " " + answer.message();
  }

  @Test
  void whatHasNoNameIsNotDeleted() {
    for (String path : List.of(collection + "/", person + "/", person + "/faces/")) {
      assertEquals(
          "400 request: expected a name at the end of the path to delete, found a slash",
          told(service.delete(path)));
    }
    assertEquals(200, service.get(person).status());
  }

  @Test
  void halfACharacterNamesNobody() {
    assertEquals(
        "400 request at $.id: expected Unicode, found half a character", told(made("k\\ud800")));
    assertEquals(201, made("k\\ud83d\\ude00").status());
    Answer made = service.post("/v1/collections", "{\"id\": \"\\udc00\"}");
    assertEquals("400 request at $.id: expected Unicode, found half a character", told(made));
    assertEquals(
        "400 request at $.metadata: expected Unicode, found half a character",
        told(change(person, "{\"metadata\": {\"team\": \"\\ud800\"}}")));
    assertEquals(
        "400 request at $.consent: expected Unicode, found half a character",
        told(change(person, "{\"consent\": \"form \\udc00\"}")));
    assertEquals(
        "400 request at $.description: expected Unicode, found half a character",
        told(change(collection, "{\"description\": \"\\ud800\"}")));
    assertEquals(
        "400 request at $.name: expected Unicode, found half a character",
        told(service.post("/v1/keys", "{\"name\": \"\\ud800\", \"scopes\": [\"embed\"]}")));
    assertEquals(
        "400 request at $.compatible[0]: expected Unicode, found half a character",
        told(change(collection, "{\"compatible\": [\"\\ud800\"]}")));
  }

  @Test
  void aPersonIsErasedAsTheyWereSeen() {
    String seen = service.get(person).header("etag");
    change(person, "{\"consent\": \"form 13\"}");
    assertEquals(
        "412 subject \"red\": expected version 1, found version 2", told(delete(person, seen)));
    assertEquals(404, delete(collection + "/subjects/nobody", seen).status());
    assertEquals(200, delete(person, service.get(person).header("etag")).status());
    assertEquals(404, service.get(person).status());
  }

  @Test
  void whatCarriesNoTagMatchesNone() {
    String face = enrolled("", 1).json().at("/faces/0").asText();
    for (String path : List.of(person + "/faces/" + face, "/v1/subjects/red/data")) {
      assertEquals("412 precondition_failed", code(delete(path, "\"1\"")));
    }
    assertEquals(204, delete(person + "/faces/" + face, "*").status());
  }

  private static String code(Answer answer) {
    return answer.status() + " " + answer.code();
  }

  /** RFC 9110, section 13.1.1: If-Match compares strongly. */
  @Test
  void aWeakOrForeignTagMatchesNothing() {
    for (String tag : List.of("W/\"1\"", "\"abc\"", "\"\"")) {
      Answer answer = service.send("PATCH", person, "{}", Map.of("If-Match", tag));
      assertEquals(
          "412 If-Match: expected the ETag that came with what is to change, found " + tag,
          told(answer));
      assertEquals(412, delete(collection, tag).status());
    }
    for (String odd : List.of("1", "\"1\", \"2\"", "w/\"1\"")) {
      assertEquals(
          "400 request at If-Match: expected one ETag of this service, or *",
          told(service.send("PATCH", person, "{}", Map.of("If-Match", odd))));
    }
  }

  @Test
  void anEndOfRetentionIsLifted() {
    Answer set = change(person, "{\"retention_until\": \"2099-01-31T00:00:00Z\"}");
    assertTrue(set.json().has("retention_until"));
    Answer lifted = change(person, "{\"retention_until\": null}");
    assertEquals(200, lifted.status(), lifted.json().toString());
    assertTrue(!service.get(person).json().has("retention_until"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z"
      })
  void anEndOfRetentionIsATimeThatCanBeKept(String time) {
    assertEquals(
        "400 request at $.retention_until: expected a time such as 2027-01-31T00:00:00Z, found \""
            + time
            + '"',
        told(change(person, "{\"retention_until\": \"%s\"}".formatted(time))));
    assertEquals(200, change(person, "{\"retention_until\": \"9999-12-31T23:59:59Z\"}").status());
  }

  @Test
  void aDescriptionIsShort() {
    String description = "{\"description\": \"%s\"}";
    assertEquals(200, change(collection, description.formatted("a".repeat(1000))).status());
    assertEquals(
        "400 request at $.description: expected at most 1000 characters, found 1001",
        told(change(collection, description.formatted("a".repeat(1001)))));
  }

  @Test
  void pagesOfFacesShowEachOnce() {
    enrolled("", 3);
    enrolled("", 2);
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = service.get(person + "/faces?limit=2" + cursor).json();
      assertTrue(page.get("data").size() <= 2, page.toString());
      page.get("data").forEach(face -> seen.add(face.get("id").asText()));
      cursor = page.has("next_cursor") ? "&cursor=" + page.get("next_cursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(5, seen.size());
    assertEquals(5, new HashSet<>(seen).size());
  }

  @Test
  void aPageGoesOnWhereAFaceWasRemoved() {
    enrolled("", 3);
    JsonNode first = service.get(person + "/faces?limit=1").json();
    service.delete(person + "/faces/" + first.at("/data/0/id").asText());
    JsonNode rest =
        service.get(person + "/faces?cursor=" + first.get("next_cursor").asText()).json();
    assertEquals(2, rest.get("data").size());
  }
}
