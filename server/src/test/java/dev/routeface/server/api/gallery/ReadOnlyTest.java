package dev.routeface.server.api.gallery;

import static dev.routeface.server.api.TestService.face;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.routeface.server.api.TestService;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A service whose gallery was damaged: what goes on, what does not, and who is told what. */
class ReadOnlyTest {
  private static final String STAFF = "/v1/collections/staff";
  private static final String SEARCH =
      "{\"image\": \"%s\", \"options\": {\"align\": false}}".formatted(face(30, 60, 200));

  @TempDir Path data;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    ours().setLevel(Level.INFO); // as a service has it
    ours().addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    ours().detachAppender(log);
    ours().setLevel(null);
  }

  private static Logger ours() {
    return (Logger) LoggerFactory.getLogger("dev.routeface");
  }

  private TestService start() {
    return TestService.start(data, ServiceConfig.Limits.DEFAULT, TestService.counting());
  }

  /** Ann and Bob with a face each; then somebody edits the file. */
  private TestService damaged(String sql) throws SQLException {
    try (TestService service = start()) {
      service.post("/v1/collections", "{\"id\": \"staff\"}");
      for (String who : List.of("ann", "bob")) {
        service.post(STAFF + "/subjects", "{\"id\": \"%s\", \"consent\": \"c\"}".formatted(who));
        String red = face(who.equals("ann") ? 200 : 30, 60, who.equals("ann") ? 30 : 200);
        Answer enrolled =
            service.post(
                STAFF + "/subjects/" + who + "/faces",
                "{\"image\": \"%s\", \"options\": {\"align\": false}}".formatted(red));
        assertEquals(201, enrolled.status(), enrolled.json().toString());
      }
    }
    String url = "jdbc:sqlite:" + data.resolve("gallery/gallery.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement edit = connection.createStatement()) {
      edit.execute(sql);
    }
    return start();
  }

  private static final String BREAK_A_FACE =
      "UPDATE face SET sealed = zeroblob(length(sealed)) WHERE number = 1";
  private static final String BREAK_A_PROFILE =
      "UPDATE subject SET profile = zeroblob(length(profile)) WHERE id = 'ann'";

  private String logged() {
    return log.list.stream()
        .map(
            event ->
                event.getLevel() + " " + event.getFormattedMessage() + event.getKeyValuePairs())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void searchesAndExportsGoOnAndStandInTheServicesLog() throws SQLException {
    try (TestService service = damaged(BREAK_A_FACE)) {
      Answer found =
          service.send("POST", STAFF + "/search", SEARCH, Map.of("X-Request-Id", "request-7"));
      assertEquals(200, found.status(), found.json().toString());
      assertEquals("bob", found.json().at("/candidates/0/subject").asText());
      assertTrue(
          logged()
              .contains("WARN the audit log could not take this entry[request_id=\"request-7\""),
          logged());
      assertTrue(logged().contains("action=\"face.search\", objects=\"[staff]\""), logged());
      Answer export = service.get("/v1/subjects/bob/data");
      assertEquals(200, export.status(), export.json().toString());
      double[] kept = {0, 0};
      export
          .json()
          .at("/data/0/faces/0/embedding")
          .forEach(x -> kept[0] += Math.pow(x.asDouble(), 2));
      assertEquals(1, kept[0], 1e-4);
      assertTrue(
          logged().contains("action=\"subject.export\", objects=\"[staff, bob]\""), logged());
      assertEquals(2, service.get(STAFF + "/subjects").json().get("data").size());
    }
  }

  @Test
  void theReasonIsLoggedAtTheStartAndShownToWhoeverWatches() throws SQLException {
    try (TestService service = damaged(BREAK_A_FACE)) {
      assertTrue(logged().contains("ERROR the gallery is open for reading only: "), logged());
      Answer ready = service.get("/health/ready");
      assertEquals(
          "200 {\"status\":\"ready\",\"read_only\":true}", ready.status() + " " + ready.json());
      String figures = new String(service.get("/metrics").http().body(), StandardCharsets.UTF_8);
      assertTrue(figures.contains("routeface_gallery_read_only 1.0"), figures);
    }
  }

  @Test
  void callersAreToldNobodysIdAndNoPath() throws SQLException {
    try (TestService service = damaged(BREAK_A_FACE)) {
      Answer refused =
          service.send("POST", "/v1/collections", "{\"id\": \"x\"}", Map.of("X-Request-Id", "r-8"));
      assertEquals("503 read_only", refused.status() + " " + refused.code());
      assertEquals(
          "the gallery takes no changes now; the service's log says why", refused.message());
      assertTrue(logged().contains("gallery.db"), logged());
      assertTrue(logged().contains("r-8"), logged());
    }
  }

  @Test
  void aListWithARecordThatCannotBeReadIsRefusedAndNotShortened() throws SQLException {
    try (TestService service = damaged(BREAK_A_PROFILE)) {
      Answer refused = service.get(STAFF + "/subjects");
      assertEquals("503 gallery_unavailable", refused.status() + " " + refused.code());
      assertEquals(
          "something that is stored here cannot be read; the service's log names it under this"
              + " request id",
          refused.message());
      assertTrue(logged().contains("profile|staff|ann|"), logged());
      assertFalse(service.get("/health/ready").json().get("read_only").asBoolean());
    }
  }
}
