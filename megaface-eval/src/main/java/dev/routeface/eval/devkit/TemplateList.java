package dev.routeface.eval.devkit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    Map<String, List<String>> found = arrays(file);
    List<String> paths = found.get(PATH);
    if (paths == null) {
      throw wrong(file, "a list of texts in \"path\"", "nothing");
    }
    Set<String> seen = new HashSet<>();
    for (String path : paths) {
      if (!seen.add(path)) {
        throw wrong(file, "every path once", "twice " + path);
      }
    }
    try {
      return new TemplateList(paths, Optional.ofNullable(found.get(ID)));
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

  /** Read token by token: a tree of a million paths weighs more than the paths. */
  private static Map<String, List<String>> arrays(Path file) {
    try (JsonParser parser = Fields.MAPPER.createParser(Files.newInputStream(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(file, "a JSON object", "something else");
      }
      Map<String, List<String>> arrays = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        if (key.equals(PATH) || key.equals(ID)) {
          arrays.put(key, texts(file, key, parser));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw wrong(file, "one JSON object", "more behind it");
      }
      return arrays;
    } catch (JsonProcessingException e) {
      throw new BadDataException(file + ": cannot be read as JSON: " + Reason.of(e), e);
    } catch (IOException e) {
      throw new BadDataException(
          file + ": expected a readable template list, found " + Reason.of(e), e);
    }
  }

  /** Ids may be written as numbers. */
  private static List<String> texts(Path file, String key, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(file, "a list of texts in \"" + key + '"', parser.getText());
    }
    List<String> texts = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
        throw wrong(file, "texts in \"" + key + '"', parser.getText());
      }
      texts.add(parser.getText());
    }
    if (texts.isEmpty()) {
      throw wrong(file, "a list of texts in \"" + key + '"', "an empty list");
    }
    return texts;
  }

  private static BadDataException wrong(Path file, String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(file, expected, found));
  }

  /** SHA-256 of the paths and the ids. */
  public String digest() {
    Stream<String> known = ids.stream().flatMap(all -> Stream.concat(Stream.of(""), all.stream()));
    return Sha256.ofLines(Stream.concat(paths.stream(), known));
  }

  /** Writes the form that {@link #read} reads. */
  public void write(Path file) {
    ObjectNode json = Fields.object();
    paths.forEach(json.withArray(PATH)::add);
    ids.ifPresent(known -> known.forEach(json.withArray(ID)::add));
    DurableFile.writeText(file, Fields.text(json));
  }
}
