package dev.routeface.server.compreface;

import static dev.routeface.server.api.TestService.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People and their examples over CompreFace's endpoints, and who may do what. */
class EnrolmentApiTest extends CompreFaceCase {
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
    Answer text =
        service.form(FACES + "?subject=a", "file", "no picture".getBytes(StandardCharsets.UTF_8));
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
    assertFault(
        400,
        33,
        "Required parameter 'subject' is not present",
        service.delete(FACES + "?subject="));
    assertEquals("{\"subjects\":[\"b\"]}", compact(service.get(SUBJECTS)));
    assertEquals("{\"deleted\":1}", compact(service.delete(FACES)));
    assertEquals("{\"subjects\":[]}", compact(service.get(SUBJECTS)));
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
