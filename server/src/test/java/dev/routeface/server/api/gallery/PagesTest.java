package dev.routeface.server.api.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.server.api.TestService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are read page by page. */
class PagesTest {
  private static int collections;

  private final TestService service = TestService.shared();
  private final String name = "pages" + ++collections;
  private final String collection = "/v1/collections/" + name;

  @BeforeEach
  void makeACollection() {
    assertEquals(201, service.post("/v1/collections", "{\"id\": \"" + name + "\"}").status());
  }

  private void person(String id) {
    String body = "{\"id\": \"%s\", \"consent\": \"form 12\"}".formatted(id);
    assertEquals(201, service.post(collection + "/subjects", body).status());
  }

  @Test
  void pagesShowEverybodyOnceInOrder() {
    List<String> people = List.of("a", "b", "c", "d", "e");
    people.forEach(this::person);
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = service.get(collection + "/subjects?limit=2" + cursor).json();
      page.get("data").forEach(subject -> seen.add(subject.get("id").asText()));
      cursor = page.has("next_cursor") ? "&cursor=" + page.get("next_cursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(people, seen);
    assertEquals(
        "request at cursor: expected a next_cursor of this list",
        service.get(collection + "/subjects?cursor=eA").message());
    assertEquals(
        "request at limit: expected a whole number from 1 to 1000, found 0",
        service.get(collection + "/subjects?limit=0").message());
    assertEquals(400, service.get(collection + "/subjects?limit=many").status());
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    List.of("a", "b").forEach(this::person);
    String cursor =
        "cursor="
            + service.get(collection + "/subjects?limit=1").json().get("next_cursor").asText();
    assertEquals(200, service.get(collection + "/subjects?" + cursor).status());
    for (String list : List.of("/v1/collections", "/v1/audit", collection + "/subjects/a/faces")) {
      assertEquals(
          "request at cursor: expected a next_cursor of this list",
          service.get(list + "?" + cursor).message());
    }
  }
}
