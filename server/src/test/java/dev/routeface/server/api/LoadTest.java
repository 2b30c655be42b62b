package dev.routeface.server.api;

import static dev.routeface.server.api.TestService.face;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.api.TestService.Answer;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.security.ApiKey;
import dev.routeface.server.security.KeyFile;
import dev.routeface.server.security.Scope;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when more comes than can be done, and when the service is told to stop. */
@Timeout(60)
class LoadTest {
  private static final String REQUEST =
      "{\"input\": \"" + face(1, 2, 3) + "\", \"options\": {\"align\": false}}";

  @TempDir Path data;

  private final Semaphore gate = new Semaphore(100);
  private volatile CountDownLatch entered = new CountDownLatch(0);
  private TestService service;

  private TestService start(int inFlight, int concurrent) {
    return start(new ServiceConfig.Limits(1, 100, inFlight, 1000, concurrent));
  }

  private TestService start(ServiceConfig.Limits limits) {
    ColourEmbedder embedder =
        new ColourEmbedder(
            () -> {
              entered.countDown();
              gate.acquireUninterruptibly();
            });
    service = TestService.start(data, limits, Optional.empty(), embedder, Optional.empty());
    return service;
  }

  @AfterEach
  void close() {
    gate.release(1000);
    service.close();
  }

  private CompletableFuture<Answer> held() throws InterruptedException {
    gate.drainPermits();
    entered = new CountDownLatch(1);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> service.post("/v1/embeddings", REQUEST));
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    return answer;
  }

  @Test
  void oneRequestTooManyIsToldToComeAgain() throws Exception {
    start(1, 10);
    CompletableFuture<Answer> first = held();
    Answer refused = service.get("/v1/models");
    assertEquals("503 overloaded", refused.status() + " " + refused.code());
    assertEquals("1", refused.header("retry-after"));
    assertEquals(200, service.get("/health/ready").status(), "health is not in the way");
    gate.release(100);
    assertEquals(200, first.get().status());
    assertEquals(200, service.get("/v1/models").status());
  }

  /** Each connection is used again after an answer that came before the body was read. */
  @Test
  void whoIsRefusedIsAlwaysAnswered() throws Exception {
    start(new ServiceConfig.Limits(1, 100, 1, 1e6, 1000)); // the key's own limits are far away
    CompletableFuture<Answer> first = held();
    HttpRequest request =
        service
            .request("/v1/embeddings")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"input\": \"" + "a".repeat(30_000) + "\"}"))
            .build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int round = 0; round < 40; round++) {
      List<CompletableFuture<HttpResponse<Void>>> sent =
          Stream.generate(() -> client.sendAsync(request, BodyHandlers.discarding()))
              .limit(50)
              .toList();
      for (CompletableFuture<HttpResponse<Void>> answer : sent) {
        assertEquals(503, answer.get().statusCode());
      }
    }
    gate.release(100);
    assertEquals(200, first.get().status());
  }

  @Test
  void oneKeyCannotTakeThePlaceOfOthers() throws Exception {
    start(10, 1);
    CompletableFuture<Answer> first = held();
    Answer refused = service.get("/v1/models");
    assertEquals("429 rate_limited", refused.status() + " " + refused.code());
    assertEquals("1", refused.header("retry-after"));
    gate.release(100);
    assertEquals(200, first.get().status());
  }

  @Test
  void whoHangsUpLeavesNoPlaceTaken() throws Exception {
    start(2, 100);
    String key =
        service
            .keys()
            .issue(
                new KeyFile.Wanted(
                    "x", EnumSet.of(Scope.EMBED), Optional.of(new ApiKey.KeyLimits(1000, 100))))
            .secret();
    for (int i = 0; i < 5; i++) {
      hangUp(key);
    }
    for (int tries = 0; service.get("/v1/models").status() != 200; tries++) {
      assertTrue(tries < 100, "places of clients that hung up are still taken");
      Thread.sleep(50);
    }
  }

  @Test
  void oneConnectionTooManyIsToldToComeAgain() throws Exception {
    start(new ServiceConfig.Limits(1, 3, 10, 1000, 10));
    assertEquals(200, service.get("/v1/models").status(), "a connection that stays open");
    try (Socket first = served();
        Socket second = served();
        Socket third = socket()) {
      String refused = asked(third);
      assertTrue(refused.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), refused);
      assertTrue(refused.contains("\r\nRetry-After: 1\r\n"), refused);
      String body = refused.substring(refused.indexOf("\r\n\r\n") + 4);
      assertTrue(refused.contains("\r\nContent-Length: " + body.length() + "\r\n"), refused);
      JsonNode told = Fields.MAPPER.readTree(body);
      assertEquals("overloaded", told.at("/error/code").asText());
      assertTrue(told.at("/error/details").isObject());
      assertTrue(refused.contains("X-Request-Id: " + told.get("request_id").asText()), refused);
      String metrics =
          new String(
              service.send(service.request("/metrics").build()).http().body(),
              StandardCharsets.UTF_8);
      assertTrue(metrics.matches("(?s).*\\nrouteface_connections_refused_total 1.0\\n.*"), metrics);
      assertTrue(asked(first).startsWith("HTTP/1.1 200 OK"), "the others are still served");
      assertTrue(asked(second).startsWith("HTTP/1.1 200 OK"), "the others are still served");
    }
    for (int tries = 0; !answersOverANewOne(); tries++) {
      assertTrue(tries < 100, "places of connections that were closed are still taken");
      Thread.sleep(50);
    }
  }

  private boolean answersOverANewOne() throws IOException {
    try (Socket socket = socket()) {
      return asked(socket).startsWith("HTTP/1.1 200 OK");
    }
  }

  /** One that has its place: which of several is counted first is open until they are answered. */
  private Socket served() throws IOException {
    Socket socket = socket();
    assertTrue(asked(socket).startsWith("HTTP/1.1 200 OK"));
    return socket;
  }

  /** What is answered at once; all of it, if the service closes. */
  private static String asked(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    String request = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] some = new byte[8192];
    int length = Math.max(0, socket.getInputStream().read(some));
    return new String(some, 0, length, StandardCharsets.US_ASCII);
  }

  private Socket socket() throws IOException {
    return new Socket("127.0.0.1", service.service().address().getPort());
  }

  /** Promises a body and goes. */
  private void hangUp(String key) throws IOException, InterruptedException {
    try (Socket socket = socket()) {
      String head =
          "POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nContent-Type: application/json\r\n"
              + "Content-Length: 1000\r\n\r\n{\"input\"";
      socket.getOutputStream().write(head.formatted(key).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      Thread.sleep(100);
    }
  }

  @Test
  void whatWasTakenInIsAnsweredBeforeTheEnd() throws Exception {
    start(10, 10);
    CompletableFuture<Answer> first = held();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(service::close);
    Thread.sleep(300);
    assertFalse(closed.isDone());
    gate.release(100);
    assertEquals(200, first.get(20, TimeUnit.SECONDS).status());
    closed.get(30, TimeUnit.SECONDS);
  }
}
