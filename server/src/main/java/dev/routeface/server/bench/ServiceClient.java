package dev.routeface.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a service over connections that stay open. */
final class ServiceClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final String key;

  ServiceClient(URI address, String key) {
    this.address = address;
    this.key = key;
  }

  /** A request, to be sent any number of times. */
  HttpRequest post(String path, byte[] json) {
    return to(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  /** What stands at a path, as JSON. */
  JsonNode get(String path) {
    try {
      return Fields.MAPPER.readTree(require(answer(to(path).GET().build()), 200));
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + Reason.of(e), e);
    }
  }

  /** Sends what must succeed. */
  void require(HttpRequest request, int status) {
    require(answer(request), status);
  }

  private static byte[] require(HttpResponse<byte[]> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          "%s: expected status %d, found %d: %s"
              .formatted(
                  answer.uri().getPath(),
                  status,
                  answer.statusCode(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return answer.body();
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + ": " + Reason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the service was asked", e);
    }
  }
}
