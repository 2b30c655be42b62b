package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Problem;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files; how it behaves in a browser is tested with {@code -Ppage}. */
class PageControllerTest {
  private static final Pattern FILE = Pattern.compile("\"(?:page|\\.)/([a-z]+\\.[a-z]+)\"");

  private final TestService service = TestService.shared();

  private Answer strangers(String path) {
    return service.send(HttpRequest.newBuilder(service.at(path)).build());
  }

  private static String text(Answer answer) {
    return new String(answer.http().body(), StandardCharsets.UTF_8);
  }

  @Test
  void anybodyGetsThePageUnderAPolicyThatAllowsThisHostAlone() {
    Answer page = strangers("/");
    assertEquals(200, page.status());
    assertEquals("text/html;charset=utf-8", page.header("Content-Type"));
    assertEquals(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        page.header("Content-Security-Policy"));
    assertEquals("no-referrer", page.header("Referrer-Policy"));
    assertEquals("nosniff", page.header("X-Content-Type-Options"));
  }

  /** Walks from the page through all that it and its modules name. */
  @Test
  void everyFileThatIsNamedIsServedAndNamesNoOtherHost() {
    Set<String> seen = new TreeSet<>();
    walk("/", seen);
    assertTrue(
        seen.containsAll(Set.of("app.js", "page.css", "icon.svg", "plot.js")), () -> "" + seen);
  }

  private void walk(String path, Set<String> seen) {
    Answer file = strangers(path);
    assertEquals(200, file.status(), path);
    String text = text(file).replace("http://www.w3.org/2000/svg", "");
    assertFalse(text.contains("//www") || text.contains("http:") || text.contains("https:"), path);
    Matcher named = FILE.matcher(text);
    while (named.find()) {
      if (seen.add(named.group(1))) {
        walk("/page/" + named.group(1), seen);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/page/none.js", "/page/..%2Fpage%2Fapp.js", "/page/App.js", "/page/app.class"})
  void nothingElseIsServed(String path) {
    Answer answer = strangers(path);
    assertEquals("404 not_found", answer.status() + " " + answer.code());
  }

  @Test
  void withoutPagesForPeopleThereIsNone() {
    ServiceConfig config =
        new ServiceConfig(
            new ServiceConfig.Models(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0.25),
            Path.of("data"),
            new ServiceConfig.Door("127.0.0.1", 0, Optional.empty(), false),
            ServiceConfig.Limits.DEFAULT,
            Optional.empty());
    PageController none = new PageController(config);
    assertEquals(
        "no file index.html of the page", assertThrows(Problem.class, none::page).getMessage());
  }

  @Test
  void theModelCarriesItsRouteAndHowToInstallADetectorIfThereIsNone() {
    Answer model = service.get("/v1/models/colour");
    assertEquals(
        "{\"epoch\":4,\"sha256\":\"%s\",\"held_out_loss\":0.8}".formatted("4".repeat(64)),
        model.json().at("/route/anchors/2").toString());
    assertTrue(model.json().at("/detector_install").isMissingNode());
  }
}
