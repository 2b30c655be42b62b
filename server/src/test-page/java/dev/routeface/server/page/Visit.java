package dev.routeface.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.routeface.server.api.TestService;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Somebody who uses the page by keyboard alone, and notes what a browser would complain of. */
final class Visit implements AutoCloseable {
  private static final int MOST_STOPS = 80;

  private static final Set<String> CONTROLS =
      Set.of("button", "link", "textbox", "combobox", "spinbutton", "checkbox", "DisclosureTriangle");

  private final TestService service;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Visit(Browser browser, TestService service, Browser.NewContextOptions options) {
    this.service = service;
    this.context = browser.newContext(options);
    this.page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onFileChooser(chooser -> {}); // from the start: enabling it late races with the key press
    page.onRequest(request -> here(request.url()));
  }

  private void here(String url) {
    if (!url.startsWith(service.at("/").toString()) && !url.startsWith("blob:")) {
      complaints.add("a request to " + url);
    }
  }

  Page page() {
    return page;
  }

  /** Opens a view with a new key of all scopes. */
  Visit open(String view) {
    return open(view, Scope.values());
  }

  Visit open(String view, Scope... scopes) {
    page.navigate(service.at("/#" + view).toString());
    type(page.getByLabel("API key"), service.key(scopes));
    page.keyboard().press("Enter");
    heading().waitFor();
    return this;
  }

  /** The title of the view that is shown. */
  Locator heading() {
    return page.locator("main > section:not([hidden]) > h1:not(#key-title)");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Presses Tab until a control has the focus. */
  void reach(Locator control) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      if ((Boolean) control.evaluate("control => control === document.activeElement")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    fail("Tab never came to " + control);
  }

  void press(Locator control) {
    reach(control);
    page.keyboard().press("Enter");
  }

  void type(Locator field, String text) {
    reach(field);
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().type(text);
  }

  /** Takes the option that begins with some letters, as keyboards do. */
  void choose(Locator list, String letters) {
    reach(list);
    page.keyboard().type(letters);
  }

  /** Chooses a file for a picture. */
  void picture(String label, byte[] png) {
    Locator input =
        page.getByLabel(label + ": choose a file", new Page.GetByLabelOptions().setExact(true));
    reach(input);
    FileChooser chooser = page.waitForFileChooser(() -> page.keyboard().press("Enter"));
    chooser.setFiles(new FilePayload("face.png", "image/png", png));
  }

  /** The answer of a part of the page, once it says something. */
  String answer(String part, String expected) {
    Locator answer = page.locator(part + " > .answer");
    answer.getByText(expected).first().waitFor();
    return answer.innerText();
  }

  /** What browsers compute: a control without a name says nothing to a screen reader. */
  void everyControlHasAName() {
    List<String> nameless = new ArrayList<>();
    JsonObject tree = context.newCDPSession(page).send("Accessibility.getFullAXTree");
    for (JsonElement element : tree.getAsJsonArray("nodes")) {
      JsonObject node = element.getAsJsonObject();
      String role = text(node, "role");
      if (CONTROLS.contains(role) && text(node, "name").isBlank()) {
        nameless.add(role + " " + node);
      }
    }
    assertEquals(List.of(), nameless);
  }

  private static String text(JsonObject node, String key) {
    return node.has(key) && node.getAsJsonObject(key).has("value")
        ? node.getAsJsonObject(key).get("value").getAsString()
        : "";
  }

  /** Texts stand out from their ground, and nothing is wider than the window. */
  void isReadable() {
    assertEquals(List.of(), page.evaluate(script("contrast.js")));
    assertEquals(
        page.evaluate("document.documentElement.clientWidth"),
        page.evaluate("document.documentElement.scrollWidth"),
        "nothing to scroll sideways");
  }

  private static String script(String name) {
    try (InputStream file = Visit.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "page", name + ".png")));
  }

  /** The network goes, or comes back. */
  void offline(boolean gone) {
    context.setOffline(gone);
  }

  /** Refusals that were provoked are no complaints. */
  void expectRefusal(int status) {
    expect("the server responded with a status of " + status);
  }

  /** Neither is a network that was taken away. */
  void expectSilence() {
    expect("net::ERR_INTERNET_DISCONNECTED");
  }

  private void expect(String text) {
    assertEquals(true, complaints.removeIf(complaint -> complaint.contains(text)), text);
  }

  /** Nothing may have been complained of, nothing asked for elsewhere. */
  @Override
  public void close() {
    context.close();
    assertEquals(List.of(), complaints);
  }
}
