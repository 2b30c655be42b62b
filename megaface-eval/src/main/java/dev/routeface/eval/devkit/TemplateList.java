package dev.routeface.eval.devkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A template list of the devkit: {@code {"path": [...], "id": [...]}}. Probe lists have ids, the
 * distractor lists of challenge 1 have none.
 *
 * @param paths relative to a root of features, without the suffix of an algorithm
 * @param ids identity of each path
 */
public record TemplateList(List<String> paths, Optional<List<String>> ids) {
  private static final String PATH = "path";
  private static final String ID = "id";

  public TemplateList {
    paths = List.copyOf(paths);
    ids = ids.map(List::copyOf);
    if (ids.isPresent() && ids.get().size() != paths.size()) {
      throw new IllegalArgumentException(
          "expected as many ids as paths, found %d and %d"
              .formatted(ids.get().size(), paths.size()));
    }
  }

  /**
   * Reads a list with or without ids.
   *
   * @throws BadDataException naming the file, if it is missing or not of that form, if a path
   *     stands twice, or if there are more or fewer ids than paths
   */
  public static TemplateList read(Path file) {
    JsonNode json = tree(file);
    List<String> paths = texts(file, json, PATH);
    Set<String> seen = new HashSet<>();
    for (String path : paths) {
      if (!seen.add(path)) {
        throw new BadDataException(file + ": expected every path once, found twice " + path);
      }
    }
    Optional<List<String>> ids =
        json.has(ID) ? Optional.of(texts(file, json, ID)) : Optional.empty();
    try {
      return new TemplateList(paths, ids);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #read}, with ids.
   *
   * @throws BadDataException also if there are none
   */
  public static TemplateList probes(Path file) {
    TemplateList list = read(file);
    if (list.ids().isEmpty()) {
      throw new BadDataException(file + ": expected a list with \"id\", found none");
    }
    return list;
  }

  private static JsonNode tree(Path file) {
    try {
      JsonNode json = Fields.MAPPER.readTree(file.toFile());
      if (json != null && json.isObject()) {
        return json;
      }
      throw new BadDataException(file + ": expected a JSON object, found something else");
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be read as JSON: " + Reason.of(e), e);
    }
  }

  /** Ids may be written as numbers. */
  private static List<String> texts(Path file, JsonNode json, String key) {
    JsonNode array = json.path(key);
    if (!array.isArray() || array.isEmpty()) {
      throw new BadDataException(
          "%s: expected a list of texts in \"%s\", found %s".formatted(file, key, kind(array)));
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode entry : array) {
      if (!entry.isTextual() && !entry.isIntegralNumber()) {
        throw new BadDataException(
            "%s: expected texts in \"%s\", found %s".formatted(file, key, entry));
      }
      texts.add(entry.asText());
    }
    return texts;
  }

  private static String kind(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.isArray() ? "an empty list" : node.toString();
  }

  /** Writes the form that {@link #read} reads. */
  public void write(Path file) {
    ObjectNode json = Fields.object();
    paths.forEach(json.withArray(PATH)::add);
    ids.ifPresent(known -> known.forEach(json.withArray(ID)::add));
    DurableFile.writeText(file, Fields.text(json));
  }
}
