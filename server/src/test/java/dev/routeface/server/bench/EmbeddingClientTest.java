package dev.routeface.server.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server of the JDK's own. A body's text says what it is answered with. */
@Timeout(30)
class EmbeddingClientTest {
  private static final FaceRequests FACES =
      new FaceRequests(
          List.of(bytes("200 embedding"), bytes("200"), bytes("503"), bytes("hang up")));

  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private final Set<String> heads = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private EmbeddingClient client;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/embeddings", this::answer);
    server.start();
    client =
        new EmbeddingClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "rf_key", FACES);
  }

  private void answer(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress());
    heads.add(
        exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String wanted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    if (wanted.equals("hang up")) {
      exchange.close();
      return;
    }
    byte[] body = bytes(wanted.endsWith("embedding") ? "{\"embedding\":\"AAAA\"}" : "{}");
    exchange.sendResponseHeaders(Integer.parseInt(wanted.substring(0, 3)), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void tellsWhatCame() {
    assertArrayEquals(
        new int[] {200, EmbeddingClient.NOTHING, 503, EmbeddingClient.NOTHING, 200},
        new int[] {ask(0), ask(1), ask(2), ask(3), ask(4)});
    assertEquals(Set.of("POST Bearer rf_key"), heads);
  }

  @Test
  void asksAgainOverConnectionsThatAreOpen() {
    for (int i = 0; i < 20; i++) {
      assertEquals(200, ask(4L * i));
      assertEquals(503, ask(4L * i + 2));
    }
    assertEquals(1, connections.size());
  }

  @Test
  void nobodyThereIsNoAnswer() {
    server.stop(0);
    assertEquals(EmbeddingClient.NOTHING, ask(0));
  }

  private int ask(long number) {
    return client.ask(number).join();
  }
}
