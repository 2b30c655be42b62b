package dev.routeface.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.cli.RouteFace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** What is deployed by names variables, options, paths and ports that the service has. */
class DeploymentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DEPLOY = ROOT.resolve("server/deploy");
  private static final Path PAGE = ROOT.resolve("docs/service-deployment.md");

  @Test
  void everyVariableIsOneThatTheServiceOrItsLauncherReads() throws IOException {
    Set<String> known =
        Settings.KEYS.stream()
            .map(Settings::variable)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(Settings.ELSEWHERE);
    for (Path file : files()) {
      Set<String> unknown = new TreeSet<>(words(file, "\\bROUTEFACE_[A-Z_]*[A-Z]\\b(?!_)"));
      unknown.removeAll(known);
      assertEquals(Set.of(), unknown, file.toString());
    }
  }

  @Test
  void theLaunchersVariablesStandInTheLauncher() throws IOException {
    String launcher = Files.readString(ROOT.resolve("routeface"));
    for (String variable : Settings.ELSEWHERE) {
      assertTrue(
          launcher.contains(variable) || variable.equals("ROUTEFACE_MASTER_KEY"),
          () -> "expected " + variable + " in the launcher, found none");
    }
  }

  @Test
  void everyCommandOfThePageCanBeTyped() throws IOException {
    List<String> lines =
        words(PAGE, "(?m)(?<=^| )(?:\\S*/)?routeface (?:serve|keys|models|version)[^\\n`]*");
    assertTrue(lines.size() >= 4, lines.toString());
    for (String line : lines) {
      CommandLine command = RouteFace.commandLine();
      for (String word : line.split("\\s+#")[0].split("\\s+")) {
        command = command.getSubcommands().getOrDefault(word, command);
        String option = word.split("=")[0];
        if (option.startsWith("--")) {
          assertTrue(
              command.getCommandSpec().optionsMap().containsKey(option),
              () -> line + ": no command knows " + option);
        }
      }
    }
  }

  @Test
  void theImageStartsAServiceThatIsReachedAndKeepsItsDataInTheVolume() throws IOException {
    ServiceConfig config = read(imageVariables());
    assertEquals("0.0.0.0", config.door().host());
    assertEquals(Path.of("/data"), config.data());
    String image = Files.readString(DEPLOY.resolve("Dockerfile"));
    assertTrue(image.contains("\nVOLUME /data\n"), image);
    assertTrue(image.contains("\nUSER 10001:10001\n"), image);
    assertTrue(image.contains("\nEXPOSE " + config.door().port() + "\n"), image);
    assertTrue(image.contains("CMD [\"/opt/routeface/server/deploy/ready\"]"), image);
    assertTrue(Files.isExecutable(DEPLOY.resolve("ready")), "the probe can be run");
  }

  @Test
  void composeGivesWhatTheServiceAccepts() throws IOException {
    JsonNode service = yaml("compose.yaml").get(0).at("/services/routeface");
    ServiceConfig config = read(withImage(texts(service.at("/environment"))));
    assertEquals(Optional.of(Path.of("/models/served")), config.models().model());
    int port = config.door().port();
    assertEquals("127.0.0.1:%d:%d".formatted(port, port), service.at("/ports/0").asText());
    assertTrue(service.at("/read_only").asBoolean(), "a root that nobody can write to");
    assertEquals("ALL", service.at("/cap_drop/0").asText());
    assertTrue(service.at("/tmpfs/0").asText().startsWith("/tmp:exec,"), "libraries are run there");
    assertEquals("data:" + config.data(), service.at("/volumes/0").asText());
    Path built = DEPLOY.resolve(service.at("/build/context").asText());
    assertTrue(Files.exists(built.resolve(service.at("/build/dockerfile").asText())), "Dockerfile");
  }

  /** The page has them copied there, where git and the image's builder would take them along. */
  @Test
  void modelsBesideTheComposeFileStayOutOfGitAndTheImage() throws IOException {
    assertTrue(Files.readString(ROOT.resolve(".gitignore")).contains("\n/server/deploy/models/\n"));
    String ignored = Files.readString(DEPLOY.resolve("Dockerfile.dockerignore"));
    assertTrue(ignored.contains("\nserver/deploy/models\n"), ignored);
  }

  @Test
  void kubernetesGivesWhatTheServiceAccepts() throws IOException {
    JsonNode pod = object("Deployment").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    Map<String, String> environment = new LinkedHashMap<>();
    container
        .at("/env")
        .forEach(v -> environment.put(v.at("/name").asText(), v.at("/value").asText()));
    ServiceConfig config = read(withImage(environment));
    int port = config.door().port();
    assertEquals(port, container.at("/ports/0/containerPort").asInt());
    assertEquals(port, object("Service").at("/spec/ports/0/port").asInt());
    assertEquals(port, object("NetworkPolicy").at("/spec/ingress/0/ports/0/port").asInt());
    assertEquals(config.data().toString(), container.at("/volumeMounts/0/mountPath").asText());
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      String path = container.at("/" + probe + "/httpGet/path").asText();
      assertTrue(openApi().contains("\n  " + path + ":\n"), () -> probe + " asks " + path);
    }
  }

  /** Otherwise a Service named routeface sets ROUTEFACE_PORT, and the strict settings refuse it. */
  @Test
  void kubernetesAddsNoVariablesOfItsOwn() throws IOException {
    JsonNode pod = object("Deployment").at("/spec/template/spec");
    assertTrue(pod.at("/enableServiceLinks").isBoolean(), "stated");
    assertEquals(false, pod.at("/enableServiceLinks").asBoolean());
  }

  @Test
  void kubernetesMountsWhatItDeclaresAndRunsWithoutRights() throws IOException {
    JsonNode pod = object("Deployment").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    assertEquals(names(container.at("/volumeMounts")), names(pod.at("/volumes")));
    assertEquals(
        object("PersistentVolumeClaim").at("/metadata/name"),
        pod.at("/volumes/0/persistentVolumeClaim/claimName"));
    assertEquals(10001, pod.at("/securityContext/runAsUser").asInt());
    assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean(), "not root");
    assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean(), "read-only");
    assertEquals("Recreate", object("Deployment").at("/spec/strategy/type").asText());
  }

  @Test
  void theUnitStartsTheLauncherOfTheDistribution() throws IOException {
    String unit = Files.readString(DEPLOY.resolve("routeface.service"));
    assertTrue(unit.contains("\nExecStart=/opt/routeface/routeface serve\n"), unit);
    assertTrue(Files.readString(PAGE).contains("/opt/routeface"), "the page unpacks it there");
  }

  private static ServiceConfig read(Map<String, String> environment) {
    return Settings.read(Optional.empty(), environment, Map.of());
  }

  private static Map<String, String> imageVariables() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String pair : words(DEPLOY.resolve("Dockerfile"), "ROUTEFACE_[A-Z_]+=\\S+")) {
      variables.put(pair.split("=")[0], pair.split("=")[1]);
    }
    return variables;
  }

  private static Map<String, String> withImage(Map<String, String> more) throws IOException {
    Map<String, String> variables = imageVariables();
    variables.putAll(more);
    return variables;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private static Set<String> names(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(item -> item.at("/name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode object(String kind) throws IOException {
    return yaml("kubernetes.yaml").stream()
        .filter(object -> object.at("/kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** Every document of a file, where a key that stands twice is refused. */
  private static List<JsonNode> yaml(String name) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(strict))
        .loadAll(Files.readString(DEPLOY.resolve(name)))
        .forEach(document -> documents.add(Fields.MAPPER.valueToTree(document)));
    return documents;
  }

  private static String openApi() throws IOException {
    try (InputStream in =
        DeploymentTest.class.getResourceAsStream("/META-INF/swagger/routeface.yml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> words(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> deploy = Files.list(DEPLOY)) {
      return Stream.concat(deploy, Stream.of(PAGE)).toList();
    }
  }
}
