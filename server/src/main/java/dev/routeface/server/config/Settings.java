package dev.routeface.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Puts a configuration together: a YAML file, over it the environment ({@code limits.in_flight} is
 * ROUTEFACE_LIMITS_IN_FLIGHT), over that the command line. Whatever nobody knows is refused,
 * wherever it stands.
 */
public final class Settings {
  /** Every key, with dots for what is nested. */
  static final List<String> KEYS =
      List.of(
          "model",
          "certificate",
          "detector",
          "previous",
          "quality_floor",
          "data",
          "gallery",
          "host",
          "port",
          "tls.certificate",
          "tls.key",
          "docs",
          "limits.body_mib",
          "limits.connections",
          "limits.in_flight",
          "limits.requests_per_second",
          "limits.concurrent",
          "compreface.consent",
          "compreface.collection",
          "compreface.threshold");

  private static final String PREFIX = "ROUTEFACE_";

  /** The launcher's own, and the gallery's, which belongs in no file. */
  static final Set<String> ELSEWHERE =
      Set.of(
          "ROUTEFACE_CACHE",
          "ROUTEFACE_THREADS",
          "ROUTEFACE_LOG",
          "ROUTEFACE_JAVA_OPTS",
          "ROUTEFACE_MASTER_KEY");

  private Settings() {}

  /**
   * Reads what is set.
   *
   * @param file YAML
   * @param environment variables of the process
   * @param options by key, as on the command line
   * @throws BadRecipeException naming the file or variable and the key in it
   */
  public static ServiceConfig read(
      Optional<Path> file, Map<String, String> environment, Map<String, Object> options) {
    ObjectNode merged = file.map(Settings::yaml).orElseGet(Fields::object);
    // The file alone first, so that an error in it names nothing else.
    file.ifPresent(path -> Fields.of(path.toString(), merged.deepCopy()).read(ServiceConfig::of));
    List<String> sources = new ArrayList<>();
    file.ifPresent(path -> sources.add(path.toString()));
    ours(environment)
        .forEach(
            (variable, value) -> {
              set(merged, key(variable), scalar(variable, value));
              sources.add(variable);
            });
    options.forEach((key, value) -> set(merged, key, Fields.MAPPER.valueToTree(value)));
    sources.add("command line");
    return Fields.of(String.join(" + ", sources), merged).read(ServiceConfig::of);
  }

  private static ObjectNode yaml(Path file) {
    try {
      Object content = parser().load(Files.readString(file));
      JsonNode json = Fields.MAPPER.valueToTree(content == null ? Map.of() : content);
      if (json instanceof ObjectNode object) {
        return object;
      }
      throw new BadRecipeException(file + ": expected keys and values, found " + kind(json));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new BadRecipeException(
          "%s at line %d: expected YAML, found %s"
              .formatted(file, line, e.getProblem().replaceFirst("^found ", "")),
          e);
    } catch (YAMLException | IllegalArgumentException e) {
      throw new BadRecipeException(file + ": expected plain YAML, found " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadRecipeException(
          file + ": expected a readable YAML file, found " + Reason.of(e), e);
    }
  }

  private static String kind(JsonNode json) {
    return json.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static Yaml parser() {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(strict));
  }

  /** Our variables; those of others are none of our business. */
  private static Map<String, String> ours(Map<String, String> environment) {
    Map<String, String> ours = new TreeMap<>(environment);
    ours.keySet().removeIf(name -> !name.startsWith(PREFIX) || ELSEWHERE.contains(name));
    return ours;
  }

  private static String key(String variable) {
    return KEYS.stream()
        .filter(key -> variable(key).equals(variable))
        .findFirst()
        .orElseThrow(() -> unknown(variable));
  }

  private static BadRecipeException unknown(String variable) {
    List<String> known = KEYS.stream().map(Settings::variable).toList();
    String near =
        Spelling.nearest(variable, known).map(name -> "; is " + name + " meant?").orElse("");
    return new BadRecipeException(
        "%s: unknown variable%s; known here: %s"
            .formatted(variable, near, String.join(", ", known)));
  }

  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** What is a number or a flag in YAML is one here. */
  private static JsonNode scalar(String variable, String value) {
    try {
      return Fields.MAPPER.valueToTree(parser().load(value));
    } catch (YAMLException e) {
      throw new BadRecipeException(variable + ": expected a YAML value, found " + value, e);
    }
  }

  private static void set(ObjectNode tree, String key, JsonNode value) {
    String[] path = key.split("\\.");
    ObjectNode at = tree;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.withObject("/" + path[i]);
    }
    at.set(path[path.length - 1], value);
  }
}
