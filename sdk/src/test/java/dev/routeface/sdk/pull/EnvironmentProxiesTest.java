package dev.routeface.sdk.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As the manual of curl describes its environment variables. */
class EnvironmentProxiesTest {
  private static final Map<String, String> NAMED =
      Map.of(
          "https_proxy", "http://proxy.example:3128",
          "HTTP_PROXY", "plain.example",
          "no_proxy", "inside.example, .hidden.example");

  @Test
  void eachSchemeHasItsProxy() {
    assertEquals("HTTP @ proxy.example/<unresolved>:3128", asked("https://registry.example/a"));
    assertEquals("HTTP @ plain.example/<unresolved>:1080", asked("http://registry.example/a"));
  }

  @Test
  void namesInNoProxyAreAskedDirectlyAndWhatStandsUnderThem() {
    assertEquals("DIRECT", asked("https://inside.example/a"));
    assertEquals("DIRECT", asked("https://deep.inside.example/a"));
    assertEquals("DIRECT", asked("https://hidden.example/a"));
    assertEquals("HTTP @ proxy.example/<unresolved>:3128", asked("https://notinside.example/a"));
  }

  @Test
  void thisMachineIsAskedDirectly() {
    assertEquals("DIRECT", asked("http://127.0.0.1:8080/a"));
    assertEquals("DIRECT", asked("http://localhost/a"));
    assertEquals("DIRECT", asked("http://[::1]/a"));
  }

  @Test
  void aStarStandsForAllAndNoVariableForNone() {
    Map<String, String> all = Map.of("https_proxy", "http://proxy.example:3128", "NO_PROXY", "*");
    assertEquals("DIRECT", asked(all, "https://registry.example/a"));
    assertEquals("DIRECT", asked(Map.of(), "https://registry.example/a"));
    assertEquals("DIRECT", asked(Map.of("https_proxy", " "), "https://registry.example/a"));
  }

  private static String asked(String uri) {
    return asked(NAMED, uri);
  }

  private static String asked(Map<String, String> environment, String uri) {
    return EnvironmentProxies.of(environment).select(URI.create(uri)).get(0).toString();
  }
}
