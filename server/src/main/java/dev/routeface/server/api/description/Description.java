package dev.routeface.server.api.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.problem.Code;
import dev.routeface.server.security.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The description that the compiler wrote, completed. It knows what endpoints take and give; the
 * routes know who may call them and what they refuse, and a file beside this class what no
 * annotation can say.
 */
final class Description {
  private static final String REFERENCE = "$ref";

  /** What comes with an ETag, and where it was made with a Location. */
  private static final Set<String> TAGGED = Set.of("Collection", "Subject");

  private final ObjectNode tree;

  private Description(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * Completes a description.
   *
   * @param compiled as the compiler wrote it
   * @param more to lay over it: objects are merged, null removes
   */
  static ObjectNode of(ObjectNode compiled, ObjectNode more, List<Endpoint> endpoints) {
    Description description = new Description(compiled.deepCopy());
    description.correctSchemas(description.tree.at("/components/schemas"));
    merge(description.tree, more);
    ArrayNode codes = (ArrayNode) description.tree.at("/components/schemas/Code/enum");
    for (Code code : Code.values()) {
      codes.add(code.text());
    }
    endpoints.forEach(description::complete);
    description.closeRequests();
    return description.tree;
  }

  /** Nothing absent is told as null, and of any kind is what has no form. */
  private void correctSchemas(JsonNode schemas) {
    for (JsonNode node : schemas.findParents("nullable")) {
      ((ObjectNode) node).remove("nullable");
    }
    for (JsonNode node : schemas.findParents("type")) {
      boolean formless = !node.has("properties") && !node.has("additionalProperties");
      if (node.at("/type").asText().equals("object") && formless) {
        ((ObjectNode) node).remove("type");
      }
    }
  }

  private static void merge(ObjectNode into, ObjectNode more) {
    for (Map.Entry<String, JsonNode> entry : more.properties()) {
      JsonNode there = into.get(entry.getKey());
      if (entry.getValue().isNull()) {
        into.remove(entry.getKey());
      } else if (there instanceof ObjectNode known
          && entry.getValue() instanceof ObjectNode added) {
        merge(known, added);
      } else {
        into.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
  }

  private void complete(Endpoint endpoint) {
    if (tree.get("paths").path(endpoint.path()).path(endpoint.method())
        instanceof ObjectNode operation) {
      guard(operation, endpoint.scopes());
      operation.path("parameters").forEach(parameter -> share((ObjectNode) parameter));
      operation.get("responses").properties().forEach(this::succeed);
      endpoint
          .statuses()
          .forEach(
              (status, codes) ->
                  refuse(operation.withObject("responses"), status, codes, endpoint.error()));
    }
  }

  private static void guard(ObjectNode operation, Set<Scope> scopes) {
    if (scopes.isEmpty()) {
      operation.putArray("security");
      return;
    }
    String names = scopes.stream().map(Scope::text).collect(Collectors.joining(" or "));
    operation.put(
        "description",
        "%s\n\nNeeds a key with the scope %s."
            .formatted(operation.path("description").asText(), names));
    scopes.forEach(scope -> operation.withArray("x-scopes").add(scope.text()));
  }

  /** A parameter that several endpoints have is described once. */
  private void share(ObjectNode parameter) {
    String name = parameter.path("name").asText();
    if (tree.at("/components/parameters").has(name)) {
      parameter.removeAll().put(REFERENCE, "#/components/parameters/" + name);
    }
  }

  private void succeed(Map.Entry<String, JsonNode> response) {
    ObjectNode answer = (ObjectNode) response.getValue();
    answer.put("description", "Done.");
    header(answer, "X-Request-Id");
    if (response.getKey().equals("204")) {
      answer.remove("content");
    }
    if (TAGGED.contains(schema(answer))) {
      header(answer, "ETag");
      if (response.getKey().equals("201")) {
        header(answer, "Location");
      }
    }
  }

  private static String schema(ObjectNode answer) {
    String reference = answer.at("/content/application~1json/schema/" + REFERENCE).asText();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static void refuse(ObjectNode responses, int status, List<String> codes, String schema) {
    ObjectNode answer = responses.putObject(String.valueOf(status));
    answer.put("description", "One of: " + String.join(", ", codes));
    header(answer, "X-Request-Id");
    if (status == Code.RATE_LIMITED.status() || status == Code.OVERLOADED.status()) {
      header(answer, "Retry-After");
    }
    answer
        .withObject("/content/application~1json/schema")
        .put(REFERENCE, "#/components/schemas/" + schema);
  }

  private static void header(ObjectNode answer, String name) {
    answer.withObject("headers").putObject(name).put(REFERENCE, "#/components/headers/" + name);
  }

  /** Requests are read strictly: a key that is not described is refused. */
  private void closeRequests() {
    Set<String> closed = new HashSet<>();
    tree.get("paths").findValues("requestBody").forEach(body -> close(body, closed));
  }

  private void close(JsonNode node, Set<String> closed) {
    for (String reference : node.findValuesAsText(REFERENCE)) {
      if (closed.add(reference)) {
        ObjectNode schema = (ObjectNode) tree.at(reference.substring(1));
        if (schema.has("properties")) {
          schema.put("additionalProperties", false);
        }
        close(schema, closed);
      }
    }
  }

  /** What a file of YAML holds. */
  static ObjectNode tree(Object yaml) {
    return Fields.MAPPER.valueToTree(yaml);
  }
}
