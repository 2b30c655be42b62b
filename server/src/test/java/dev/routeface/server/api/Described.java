package dev.routeface.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import dev.routeface.models.io.Fields;
import java.net.http.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the interface as a judge: whatever an operation answers must stand in it. */
final class Described {
  private static final String HERE = "https://routeface.test/openapi.json";

  private final JsonNode tree;
  private final JsonSchemaFactory schemas;

  Described(String yaml) {
    this.tree =
        Fields.MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V7,
            builder ->
                builder
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(HERE, Fields.text(tree)))));
  }

  JsonNode tree() {
    return tree;
  }

  /** Status, code, headers and body of an answer; what is no operation is not judged. */
  void require(HttpRequest request, TestService.Answer answer) {
    String method = request.method().toLowerCase(Locale.ROOT);
    Optional<String> path = template(request.uri().getRawPath()).filter(at -> has(at, method));
    if (path.isPresent()) {
      String at = "%s %s: %d %s".formatted(method, path.get(), answer.status(), answer.json());
      JsonNode response =
          tree.get("paths")
              .get(path.get())
              .get(method)
              .get("responses")
              .path(String.valueOf(answer.status()));
      assertFalse(response.isMissingNode(), "not described: " + at);
      requireCode(response, answer, at);
      requireHeaders(response, answer, at);
      requireBody(response, answer, at);
    }
  }

  private boolean has(String path, String method) {
    return tree.get("paths").get(path).has(method);
  }

  /** A name that is written out is nearer than one that stands for any. */
  private Optional<String> template(String path) {
    return tree.get("paths").properties().stream()
        .map(Map.Entry::getKey)
        .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+")))
        .min(Comparator.comparingInt(template -> template.split("\\{", -1).length));
  }

  private static void requireCode(JsonNode response, TestService.Answer answer, String at) {
    if (answer.status() >= 400) {
      List<String> codes =
          List.of(response.get("description").asText().substring("One of: ".length()).split(", "));
      assertTrue(codes.contains(answer.code()), "code not described: " + at);
    }
  }

  private static void requireHeaders(JsonNode response, TestService.Answer answer, String at) {
    response
        .get("headers")
        .properties()
        .forEach(
            header -> assertFalse(answer.header(header.getKey()).isEmpty(), header.getKey() + at));
  }

  private void requireBody(JsonNode response, TestService.Answer answer, String at) {
    for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
      assertEquals(content.getKey(), answer.header("Content-Type").replaceAll(";.*", ""), at);
      if (content.getKey().equals("application/json")) {
        String schema = content.getValue().at("/schema/$ref").asText();
        assertEquals("[]", errors(schema, answer.json()).toString(), at);
      }
    }
  }

  /** What a schema of the description, such as {@code #/components/schemas/Error}, says against. */
  List<String> errors(String schema, JsonNode json) {
    return schemas.getSchema(SchemaLocation.of(HERE + schema)).validate(json).stream()
        .map(Object::toString)
        .toList();
  }
}
