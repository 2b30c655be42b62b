package dev.routeface.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadRecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from a file, the environment and the command line. */
class SettingsTest {
  @TempDir Path folder;

  private ServiceConfig read(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("serve.yml"), yaml);
    return Settings.read(Optional.of(file), environment, Map.of());
  }

  private void refuses(String message, String yaml, Map<String, String> environment) {
    BadRecipeException refused =
        assertThrows(BadRecipeException.class, () -> read(yaml, environment));
    assertEquals(message, refused.getMessage().replace(folder.toString(), "DIR"));
  }

  @Test
  void nothingIsEnough() {
    ServiceConfig config = Settings.read(Optional.empty(), Map.of("HOME", "/"), Map.of());
    assertEquals(new ServiceConfig.Door("127.0.0.1", 8080, Optional.empty(), true), config.door());
    assertEquals(ServiceConfig.Limits.DEFAULT, config.limits());
    assertEquals(
        new ServiceConfig.Store(Path.of("routeface-data"), Optional.empty()), config.store());
    assertTrue(config.models().model().isEmpty());
    assertTrue(config.compreface().isEmpty());
  }

  /** As of a variable in somebody's script that is not set. */
  @Test
  void whatIsEmptyIsNotTakenForAnything() {
    refuses("DIR/serve.yml at $.host: expected an address, found \"\"", "host: ''\n", Map.of());
    refuses("DIR/serve.yml at $.data: expected a path, found \"\"", "data: ''\n", Map.of());
    for (String option : List.of("host", "data", "model", "detector")) {
      BadRecipeException refused =
          assertThrows(
              BadRecipeException.class,
              () -> Settings.read(Optional.empty(), Map.of(), Map.of(option, "")));
      assertTrue(
          refused.getMessage().startsWith("command line at $." + option), refused.getMessage());
    }
  }

  @Test
  void aGalleryPastOneMachineIsAnAddress() throws IOException {
    String address = "cassandra://one,two:9043/faces?datacenter=dc1";
    Optional<String> expected = Optional.of(address);
    assertEquals(expected, read("gallery: " + address, Map.of()).store().gallery());
    assertEquals(expected, read("", Map.of("ROUTEFACE_GALLERY", address)).store().gallery());
    refuses(
        "DIR/serve.yml at $.gallery: expected an address,"
            + " cassandra://HOST/KEYSPACE?datacenter=NAME, found \"faces\"",
        "gallery: faces\n",
        Map.of());
  }

  @Test
  void compreFaceIsServedByWhoeverSaysWhereTheConsentIs() throws IOException {
    assertEquals(
        Optional.of(new ServiceConfig.CompreFace("file 7", "compreface", Optional.empty())),
        read("compreface: {consent: file 7}", Map.of()).compreface());
    assertEquals(
        Optional.of(new ServiceConfig.CompreFace("file 8", "staff", Optional.of(0.25))),
        Settings.read(
                Optional.empty(),
                Map.of(
                    "ROUTEFACE_COMPREFACE_THRESHOLD", "0.25",
                    "ROUTEFACE_COMPREFACE_COLLECTION", "staff"),
                Map.of("compreface.consent", "file 8"))
            .compreface());
    refuses("DIR/serve.yml at $.compreface.consent: missing key", "compreface: {}\n", Map.of());
    refuses(
        "DIR/serve.yml at $.compreface.consent: expected a reference to a consent, found \" \"",
        "compreface: {consent: \" \"}\n",
        Map.of());
    refuses(
        "DIR/serve.yml at $.compreface: expected an object, found true",
        "compreface: true\n",
        Map.of());
  }

  @Test
  void anOptionCountsMoreThanAVariableAndAVariableMoreThanTheFile() throws IOException {
    Path file =
        Files.writeString(folder.resolve("serve.yml"), "port: 1\nhost: a\ndata: d\nmodel: m\n");
    ServiceConfig config =
        Settings.read(
            Optional.of(file),
            Map.of("ROUTEFACE_PORT", "2", "ROUTEFACE_HOST", "b"),
            Map.of("port", 3));
    assertEquals(
        "3 b d m",
        "%d %s %s %s"
            .formatted(
                config.door().port(),
                config.door().host(),
                config.data(),
                config.models().model().orElseThrow()));
  }

  @Test
  void variablesReachWhatIsNested() throws IOException {
    ServiceConfig config =
        read(
            "limits: {in_flight: 7}\n",
            Map.of(
                "ROUTEFACE_LIMITS_REQUESTS_PER_SECOND", "2.5",
                "ROUTEFACE_TLS_KEY", "k.pem",
                "ROUTEFACE_TLS_CERTIFICATE", "c.pem",
                "ROUTEFACE_PREVIOUS", "[runs/a, runs/b]"));
    assertEquals(new ServiceConfig.Limits(64, 2048, 7, 2.5, 64), config.limits());
    assertEquals(
        Optional.of(new ServiceConfig.Tls(Path.of("c.pem"), Path.of("k.pem"))),
        config.door().tls());
    assertEquals(List.of(Path.of("runs/a"), Path.of("runs/b")), config.models().previous());
  }

  @Test
  void everyKeyHasAVariable() throws IOException {
    Map<String, String> values =
        Map.of(
            "port", "1",
            "gallery", "folder://x",
            "docs", "false",
            "previous", "[a]",
            "quality_floor", "0.5",
            "compreface.threshold", "0.5");
    Map<String, String> environment =
        Settings.KEYS.stream()
            .collect(
                Collectors.toMap(
                    key -> "ROUTEFACE_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'),
                    key -> key.startsWith("limits.") ? "1" : values.getOrDefault(key, "x")));
    ServiceConfig config = read("", environment);
    assertEquals(new ServiceConfig.Limits(1, 1, 1, 1, 1), config.limits());
    assertEquals(0.5, config.models().qualityFloor());
    assertTrue(!config.door().docs() && config.door().tls().isPresent());
  }

  @Test
  void namesFileAndPathAndWhatWasMeant() {
    refuses(
        "DIR/serve.yml at $.prot: unknown key; is \"port\" meant?; known here: model, certificate,"
            + " detector, previous, quality_floor, data, gallery, host, port, tls, docs, limits, compreface",
        "prot: 8080\n",
        Map.of());
    refuses(
        "DIR/serve.yml at $.limits.in_flight: expected a whole number from 1 to 65536, found 0",
        "limits: {in_flight: 0}\n",
        Map.of());
    refuses(
        "DIR/serve.yml at $.port: expected a whole number from 0 to 65535, found \"http\"",
        "port: http\n",
        Map.of());
    refuses("DIR/serve.yml at $.tls.key: missing key", "tls: {certificate: c.pem}\n", Map.of());
  }

  @Test
  void namesVariablesToo() {
    refuses(
        "DIR/serve.yml + ROUTEFACE_PORT + command line at $.port: expected a whole number from 0 to"
            + " 65535, found \"http\"",
        "{}",
        Map.of("ROUTEFACE_PORT", "http"));
    refuses(
        "ROUTEFACE_PROT: unknown variable; is ROUTEFACE_PORT meant?; known here: "
            + Settings.KEYS.stream()
                .map(key -> "ROUTEFACE_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'))
                .collect(Collectors.joining(", ")),
        "{}",
        Map.of("ROUTEFACE_PROT", "1"));
  }

  @Test
  void theLaunchersVariablesAreItsOwn() throws IOException {
    Map<String, String> launcher =
        Map.of("ROUTEFACE_CACHE", "x", "ROUTEFACE_THREADS", "2", "ROUTEFACE_MASTER_KEY", "x");
    assertEquals(8080, read("{}", launcher).door().port());
  }

  @Test
  void refusesWhatIsNoPlainYaml() {
    refuses("DIR/serve.yml: expected keys and values, found array", "- a\n- b\n", Map.of());
    refuses(
        "DIR/serve.yml at line 2: expected YAML, found duplicate key port",
        "port: 1\nport: 2\n",
        Map.of());
    refuses(
        "DIR/serve.yml at line 1: expected YAML, found Global tag is not allowed:"
            + " tag:yaml.org,2002:java.net.URL",
        "host: !!java.net.URL [\"http://localhost\"]\n",
        Map.of());
  }

  @Test
  void saysThatThereIsNoFile() {
    BadRecipeException refused =
        assertThrows(
            BadRecipeException.class,
            () -> Settings.read(Optional.of(folder.resolve("none.yml")), Map.of(), Map.of()));
    assertEquals(
        folder + "/none.yml: expected a readable YAML file, found no such file",
        refused.getMessage());
  }
}
