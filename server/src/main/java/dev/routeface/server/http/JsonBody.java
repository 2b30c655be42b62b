package dev.routeface.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.Headers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.body.TypedMessageBodyReader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request's body, one object, not read yet. Read by hand with {@link Fields} rather than bound: a
 * key that nobody knows is refused, and every message names the path of what is wrong. A form is
 * the same object: a part named {@code target.image} is the key {@code image} of {@code target}.
 */
public final class JsonBody {
  private final Supplier<JsonNode> tree;

  /** The tree is made where it is read, so that no event loop parses. */
  private JsonBody(Supplier<JsonNode> tree) {
    this.tree = tree;
  }

  /**
   * Reads the whole body.
   *
   * @throws Problem INVALID_REQUEST naming the path
   */
  public <T> T read(Function<Fields, T> reader) {
    try {
      return Fields.of("request", tree.get()).read(reader);
    } catch (BadRecipeException e) {
      throw Problem.invalid(e.getMessage());
    }
  }

  /**
   * Reads a body that is a list of texts rather than an object.
   *
   * @throws Problem INVALID_REQUEST naming the path
   */
  public List<String> texts() {
    ObjectNode wrapped = Fields.object();
    wrapped.set("*", tree.get());
    try {
      return Fields.of("request", wrapped).texts("*");
    } catch (BadRecipeException e) {
      throw Problem.invalid(e.getMessage());
    }
  }

  /** What a record's own check refused is the caller's mistake, not ours. */
  public static <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("request: " + e.getMessage());
    }
  }

  private static JsonNode json(byte[] text) {
    try {
      return Fields.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw Problem.invalid("request: expected JSON, found " + Reason.of(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(InputStream body) {
    try (body) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the bytes as they are. */
  @Singleton
  @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  static final class Reader implements TypedMessageBodyReader<JsonBody> {
    @Override
    public Argument<JsonBody> getType() {
      return Argument.of(JsonBody.class);
    }

    @Override
    public JsonBody read(
        Argument<JsonBody> type, MediaType mediaType, Headers headers, InputStream body) {
      byte[] content = bytes(body);
      String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
      boolean form = type(contentType).matches(MediaType.MULTIPART_FORM_DATA_TYPE);
      return new JsonBody(() -> form ? Form.tree(contentType, content) : json(content));
    }

    /** Where none is said, or one that is none, the framework lets everything through. */
    private static MediaType type(String shown) {
      try {
        return shown == null ? MediaType.APPLICATION_JSON_TYPE : MediaType.of(shown);
      } catch (IllegalArgumentException e) {
        throw Problem.of(
            Code.UNSUPPORTED_MEDIA_TYPE,
            "request at Content-Type: expected application/json or multipart/form-data, found"
                + " neither");
      }
    }
  }
}
