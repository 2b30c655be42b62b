package dev.routeface.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.routeface.server.api.TestService;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.page.Chromium.Look;
import dev.routeface.server.security.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page in a real Chromium, by keyboard alone. Every visit ends without a complaint. */
class PageTest {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("ROUTEFACE_CHROMIUM", "/usr/bin/chromium"));

  private static final byte[] NO_PICTURE = new byte[100];

  private static Chromium browser;
  private static TestService service;

  @BeforeAll
  static void start() {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        () -> "no Chromium at " + CHROMIUM + "; ROUTEFACE_CHROMIUM may name one elsewhere");
    service = TestService.shared();
    browser = new Chromium(CHROMIUM);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Visit visit(String view) {
    return browser.visit(service, Look.LIGHT).open(view);
  }

  private static void aligned(Visit visit, String part) {
    visit.choose(visit.page().locator(part + " [name='options.align']"), "one");
  }

  @Test
  void keepsAKeyForTheTabAloneAndForgetsItOnRequest() {
    try (Visit visit = visit("look")) {
      Page page = visit.page();
      assertEquals(0, page.evaluate("localStorage.length + document.cookie.length"));
      page.reload();
      visit.heading().waitFor();
      assertEquals("Service ready", page.locator("#health").innerText());
      visit.press(visit.button("Forget the key"));
      page.getByLabel("API key").waitFor();
      assertEquals(0, page.evaluate("sessionStorage.length"));
    }
  }

  @Test
  void aWrongKeyIsRefusedInTheServicesWordsWithARequestId() {
    try (Visit visit = browser.visit(service, Look.LIGHT)) {
      visit.page().navigate(service.at("/").toString());
      visit.type(visit.page().getByLabel("API key"), "wrong");
      visit.page().keyboard().press("Enter");
      String answer = visit.answer("#key", "Refused");
      assertTrue(
          Pattern.compile(
                  "Refused: expected a key as .*, found one that is not valid.*"
                      + "unauthenticated · request id [0-9a-f-]{36}",
                  Pattern.DOTALL)
              .matcher(answer)
              .find(),
          answer);
      assertFalse(visit.heading().isVisible());
      visit.expectRefusal(401);
    }
  }

  @Test
  void drawsBoxesAndLandmarksAndTellsTheQuality() {
    try (Visit visit = visit("look")) {
      visit.picture("Picture", TestService.png(40, 30, 90, 120, 60));
      String answer = visit.answer("#look", "3 faces in a picture of 40 × 30 pixels.");
      assertTrue(answer.contains("Quality of face 3"), answer);
      assertTrue(answer.contains("held back by: "), answer);
      Locator drawing = visit.page().locator("#look .shown > svg");
      assertEquals("0 0 40 30", drawing.getAttribute("viewBox"));
      assertEquals(List.of("1", "2", "3"), drawing.locator("text").allTextContents());
      assertEquals(15, drawing.locator("circle").count());
      assertEquals("10", drawing.locator(".line").nth(1).getAttribute("x"));
      assertEquals(
          List.of("26", "3"),
          List.of(
              drawing.locator("circle").nth(1).getAttribute("cx"),
              drawing.locator("circle").nth(1).getAttribute("cy")));
    }
  }

  @Test
  void aPictureThatIsNoneIsRefusedInTheServicesWords() {
    try (Visit visit = visit("look")) {
      visit.picture("Picture", NO_PICTURE);
      String answer = visit.answer("#look", "Refused");
      assertTrue(answer.contains("unsupported_image · request id "), answer);
      visit.expectRefusal(422);
    }
  }

  @Test
  void takesAPictureWithTheCamera() {
    try (Visit visit = visit("look")) {
      visit.press(visit.button("Picture: use the camera"));
      Locator take = visit.button("Take the picture");
      take.waitFor();
      visit.press(take);
      visit.answer("#look", "faces in a picture of 640 × 480 pixels.");
      assertEquals(0, visit.page().locator("video").count());
    }
  }

  @Test
  void comparesTwoPicturesAtARateOfTheCertificate() {
    try (Visit visit = visit("compare")) {
      visit.picture("First picture", TestService.png(8, 8, 200, 30, 60));
      visit.picture("Second picture", TestService.png(8, 8, 200, 30, 60));
      aligned(visit, "#compare");
      visit.press(visit.button("Compare"));
      String same = visit.answer("#compare", "One person");
      assertTrue(same.contains("Similarity 1.0000 (cosine, −1 to 1), threshold 0.5000."), same);
      assertTrue(same.contains("2 % (95 %: 1 % to 3 %)"), same);
      assertTrue(same.contains("cal_0123456789abcdef"), same);
      visit.picture("Second picture", TestService.png(8, 8, 30, 200, 60));
      visit.press(visit.button("Compare"));
      visit.answer("#compare", "Different people");
    }
  }

  @Test
  void decidesAtAThresholdOfOnesOwnOrNotAtAll() {
    try (Visit visit = visit("compare")) {
      visit.picture("First picture", TestService.png(8, 8, 200, 30, 60));
      visit.picture("Second picture", TestService.png(8, 8, 200, 60, 60));
      aligned(visit, "#compare");
      Locator decide = visit.page().locator("#compare face-policy select");
      visit.choose(decide, "not");
      visit.press(visit.button("Compare"));
      visit.answer("#compare", "Not decided");
      visit.choose(decide, "at a threshold");
      visit.type(visit.page().locator("#compare face-policy input"), "0.99");
      visit.press(visit.button("Compare"));
      visit.answer("#compare", "nobody has counted its errors");
      visit.answer("#compare", "Different people");
    }
  }

  @Test
  void enrolsSearchesAndErases(@TempDir Path data) {
    try (TestService own = own(data);
        Visit visit = browser.visit(own, Look.LIGHT).open("people")) {
      visit.type(visit.page().getByLabel("Id of the collection"), "staff");
      visit.press(visit.button("Make it"));
      visit.answer("#make", "Made staff.");
      enrol(visit, "s-1", TestService.png(8, 8, 200, 30, 60));
      visit.answer("#enrol", "Enrolled s-1.");
      enrol(visit, "s-1", TestService.png(8, 8, 210, 30, 60));
      visit.answer("#enrol", "Enrolled a face of s-1, who was here before; consent and date stay as they were.");
      visit.expectRefusal(409);
      assertEquals("1 person, 2 faces", facts(visit));

      visit.picture("Who is this?", TestService.png(8, 8, 205, 30, 60));
      aligned(visit, "#search");
      visit.press(visit.button("Search"));
      String found = visit.answer("#search", "This is s-1");
      assertTrue(found.contains("2 faces searched, every one of them."), found);
      visit.screenshot("enrolled");

      visit.press(visit.button("Erase s-1"));
      visit.press(visit.button("Keep"));
      visit.press(visit.button("Erase s-1"));
      visit.press(visit.button("Erase"));
      visit.answer("#enrolled", "Erased s-1, 2 faces. Receipt: entry ");
      assertEquals("0 people, 0 faces", facts(visit));
    }
  }

  @Test
  void whoWasAddedForAFaceThatIsRefusedIsTakenAwayAgain(@TempDir Path data) {
    try (TestService own = own(data);
        Visit visit = staff(own)) {
      enrol(visit, "s-1", NO_PICTURE);
      String answer = visit.answer("#enrol", "Refused");
      assertTrue(answer.contains("Nobody was added."), answer);
      assertEquals("0 people, 0 faces", facts(visit));
      enrol(visit, "s-1", TestService.png(8, 8, 200, 30, 60));
      visit.answer("#enrol", "Enrolled s-1.");
      enrol(visit, "s-1", NO_PICTURE);
      answer = visit.answer("#enrol", "Refused");
      assertFalse(answer.contains("added"), answer);
      assertEquals("1 person, 1 face", facts(visit));
      visit.expectRefusal(422);
      visit.expectRefusal(409);
    }
  }

  @Test
  void whomSomebodyElseChangedMeanwhileStaysAndThePageSaysSo(@TempDir Path data) {
    try (TestService own = own(data);
        Visit visit = staff(own)) {
      String person = "/v1/collections/staff/subjects/s-1";
      beforeTheFace(visit, () -> own.send("PATCH", person, "{\"consent\": \"other\"}", Map.of()));
      assertStays(visit, "expected version 1, found version 2", "1 person, 0 faces");
      visit.expectRefusal(412);
      own.delete(person);
      String face = "{\"image\": \"%s\", \"options\": {\"align\": false}}";
      beforeTheFace(
          visit, () -> own.post(person + "/faces", face.formatted(TestService.face(9, 9, 99))));
      assertStays(visit, "expected nobody to have enrolled a face meanwhile, found 1", "1 person, 1 face");
    }
  }

  private static void beforeTheFace(Visit visit, Runnable change) {
    String faces = "**/faces";
    visit.page().unroute(faces);
    visit
        .page()
        .route(
            faces,
            route -> {
              change.run();
              route.resume();
            });
  }

  private static void assertStays(Visit visit, String why, String facts) {
    enrol(visit, "s-1", NO_PICTURE);
    String answer =
        visit.answer("#enrol", "s-1 was added without a face, and could not be taken away again: ");
    assertTrue(answer.contains(why), answer);
    assertEquals(facts, facts(visit));
    visit.expectRefusal(422);
  }

  @Test
  void nobodyIsEnrolledUntilADayThatIsOver(@TempDir Path data) {
    try (TestService own = own(data);
        Visit visit = staff(own)) {
      Locator until = visit.page().getByLabel("Erase after");
      assertEquals(LocalDate.now(ZoneOffset.UTC).toString(), until.getAttribute("min"));
      visit.reach(until);
      visit.page().keyboard().type("01312020");
      enrol(visit, "s-1", TestService.png(8, 8, 200, 30, 60));
      String told = (String) until.evaluate("field => field.validationMessage");
      assertTrue(told.matches("Expected 20.+ or later, .* found 2020-01-31\\."), told);
      assertEquals("retention", visit.page().evaluate("document.activeElement.id"));
      assertEquals("0 people, 0 faces", facts(visit));
      visit.page().keyboard().type("01312999");
      visit.press(visit.button("Enrol"));
      visit.answer("#enrol", "Enrolled s-1.");
      assertEquals(
          "2999-01-31T23:59:59Z",
          own.get("/v1/collections/staff/subjects/s-1").json().path("retention_until").asText());
    }
  }

  @Test
  void aKeyWithoutTheScopeOfAViewIsToldSoInPlaceOfItsForms() {
    try (Visit visit = browser.visit(service, Look.LIGHT)) {
      visit.open("look", Scope.SEARCH);
      assertClosed(visit, "look", "expected a key with the scope embed, found search");
      visit.page().navigate(service.at("/#compare").toString());
      assertClosed(visit, "compare", "expected a key with the scope embed, found search");
      visit.page().navigate(service.at("/#people").toString());
      assertTrue(visit.page().locator("#make").isVisible());
      visit.press(visit.button("Forget the key"));
      visit.page().getByLabel("API key").waitFor();
      visit.open("people", Scope.EMBED);
      assertClosed(
          visit, "people", "expected a key with the scope search or enrol or admin, found embed");
      visit.screenshot("closed");
      visit.expectRefusal(403);
    }
  }

  private static void assertClosed(Visit visit, String view, String why) {
    String answer = visit.answer("#" + view, why);
    assertTrue(answer.contains("Forget this key, and use one that has the scope."), answer);
    assertEquals(0, visit.page().locator("#%s :is(form, summary):visible".formatted(view)).count());
  }

  @Test
  void saysThatTheServiceCannotBeReachedAsSoonAsARequestFails() {
    try (Visit visit = visit("look")) {
      visit.offline(true);
      visit.picture("Picture", TestService.png(40, 30, 90, 120, 60));
      visit.answer("#look", "the service cannot be reached");
      Locator health = visit.page().locator("#health");
      assertEquals("Service not ready: the service cannot be reached", health.innerText());
      visit.offline(false);
      visit.press(visit.button("Look again"));
      health.getByText("Service ready").waitFor();
      visit.expectSilence();
    }
  }

  /** A visit to a collection with nobody in it. */
  private static Visit staff(TestService own) {
    own.post("/v1/collections", "{\"id\": \"staff\"}");
    return browser.visit(own, Look.LIGHT).open("people");
  }

  private static String facts(Visit visit) {
    return visit.page().locator("#collection-facts").innerText();
  }

  private static void enrol(Visit visit, String subject, byte[] png) {
    visit.picture("Picture of one person", png);
    aligned(visit, "#enrol");
    visit.type(visit.page().getByLabel("Id of the person, a pseudonym"), subject);
    visit.type(visit.page().getByLabel("Reference of their consent"), "file 12/2026");
    visit.press(visit.button("Enrol"));
  }

  private static TestService own(Path data) {
    return TestService.start(data, ServiceConfig.Limits.DEFAULT, Optional.empty());
  }

  @Test
  void withoutADetectorItSaysHowToInstallOneAndTakesAlignedFaces(@TempDir Path data) {
    try (TestService own = own(data);
        Visit visit = browser.visit(own, Look.LIGHT).open("look")) {
      String notice = visit.page().locator("#no-detector").innerText();
      assertTrue(notice.contains("routeface models pull"), notice);
      visit.picture("Picture", TestService.png(8, 8, 9, 9, 9));
      visit.answer("#look", "1 face in a picture of 8 × 8 pixels.");
      visit.screenshot("no-detector");
    }
  }

  @Test
  void showsTheModelItsOperatingPointsAndItsRoute() {
    try (Visit visit = visit("model")) {
      String model = visit.page().locator("#model-facts").innerText();
      assertTrue(model.contains(TestService.CONTRACT), model);
      assertTrue(model.contains("0.1 %\t0.5000\t0.09 % (95 %: 0.08 % to 0.1 %)"), model);
      Locator plot = visit.page().locator(".plot");
      assertEquals(
          "Held-out loss from 1.500 in epoch 1 to 0.800 in epoch 4",
          plot.getAttribute("aria-label"));
      assertEquals(3, plot.locator("circle").count());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyViewIsReadableAndEveryControlHasAName(Look look) {
    try (Visit visit = browser.visit(service, look)) {
      visit.page().navigate(service.at("/").toString());
      check(visit, look, "key");
      visit.open("look");
      visit.picture("Picture", TestService.png(60, 40, 90, 120, 60));
      visit.answer("#look", "5 faces");
      for (String view : List.of("look", "compare", "people", "model")) {
        visit.page().navigate(service.at("/#" + view).toString());
        visit.page().locator("#" + view + " > h1").waitFor();
        check(visit, look, view);
      }
    }
  }

  private static void check(Visit visit, Look look, String view) {
    visit.everyControlHasAName();
    visit.isReadable();
    visit.screenshot(view + "-" + look.name().toLowerCase(java.util.Locale.ROOT));
  }
}
