package dev.routeface.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import dev.routeface.server.problem.Problem;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.Headers;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.body.TypedMessageBodyReader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A request's body, one JSON object, not read yet. Read by hand with {@link Fields} rather than
 * bound: a key that nobody knows is refused, and every message names the path of what is wrong.
 */
final class JsonBody {
  private final byte[] json;

  JsonBody(byte[] json) {
    this.json = json;
  }

  /**
   * Reads the whole body.
   *
   * @throws Problem INVALID_REQUEST naming the path
   */
  <T> T read(Function<Fields, T> reader) {
    try {
      return Fields.of("request", tree()).read(reader);
    } catch (BadRecipeException e) {
      throw Problem.invalid(e.getMessage());
    }
  }

  private JsonNode tree() {
    try {
      return Fields.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw Problem.invalid("request: expected JSON, found " + Reason.of(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the bytes as they are. */
  @Singleton
  @Consumes(MediaType.APPLICATION_JSON)
  static final class Reader implements TypedMessageBodyReader<JsonBody> {
    @Override
    public Argument<JsonBody> getType() {
      return Argument.of(JsonBody.class);
    }

    @Override
    public JsonBody read(
        Argument<JsonBody> type, MediaType mediaType, Headers headers, InputStream body) {
      try (body) {
        return new JsonBody(body.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
