package dev.routeface.server.api;

import static dev.routeface.server.api.TestService.CONTRACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.sdk.bench.ResidentSet;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.server.config.ServiceConfig;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures, searches and refusals leave nothing behind. {@code -Pkill} sends five times as many
 * requests.
 */
class FlatMemoryTest {
  private static final int REQUESTS = Integer.getInteger("routeface.memory.requests", 20_000);
  private static final int SIDE = 128;

  /** Of the heap, after collections: 400 bytes a request. */
  private static final long HEAP = 8L << 20;

  /**
   * In RAM: one decoded picture of fifty kept would show. What is freed is not all given back to
   * the system, so this is wider.
   */
  private static final double RESIDENT_MIB = 64;

  @TempDir Path folder;

  /** A request and the status that it is answered with. */
  private record Asked(HttpRequest request, int status) {}

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is told by Linux")
  void staysAsItWasOverThousandsOfRequests() {
    ServiceConfig.Limits limits = new ServiceConfig.Limits(64, 2048, 256, 1e6, 64);
    try (TestService service =
        TestService.start(folder, limits, Optional.of(new CountingDetector()))) {
      List<Asked> asked = asked(service);
      send(service, asked, Math.max(5000, REQUESTS / 4));
      long heap = heap();
      double resident = settled();
      send(service, asked, REQUESTS);
      long heapGrowth = heap() - heap;
      double growth = settled() - resident;
      assertTrue(heapGrowth < HEAP, "the heap grew by " + heapGrowth + " bytes");
      assertTrue(growth < RESIDENT_MIB, "resident memory grew by " + growth + " MiB");
    }
  }

  private static void send(TestService service, List<Asked> asked, int requests) {
    IntStream.range(0, requests)
        .parallel()
        .forEach(
            i -> {
              Asked one = asked.get(i % asked.size());
              assertEquals(
                  one.status(), service.send(one.request()).status(), one.request().toString());
            });
  }

  private static List<Asked> asked(TestService service) {
    String vector = "\"embedding\": [1, 2, 3, 4], \"embedding_contract_id\": \"" + CONTRACT + "\"";
    String aligned = "\"options\": {\"align\": false}";
    assertEquals(201, service.post("/v1/collections", "{\"id\": \"c\"}").status());
    String enrolment =
        "{\"embedding_contract_id\": \"%s\", \"subjects\": [{\"id\": \"s\", \"consent\": \"x\"}],"
            + " \"faces\": [{\"subject\": \"s\", \"embedding\": [1, 2, 3, 4]}]}";
    assertEquals(
        201, service.post("/v1/collections/c/enrolments", enrolment.formatted(CONTRACT)).status());
    String noise = noise();
    return List.of(
        asked(service, "/v1/embeddings", "{\"input\": [\"" + noise + "\"], " + aligned + "}", 200),
        asked(service, "/v1/detect", "{\"image\": \"" + noise + "\"}", 200),
        asked(service, "/v1/collections/c/search", "{" + vector + "}", 200),
        asked(
            service,
            "/v1/collections/c/search",
            "{\"image\": \"" + noise + "\", " + aligned + "}",
            200),
        asked(service, "/v1/detect", "{\"image\": \"" + noise.substring(0, 4000) + "\"}", 422),
        asked(service, "/v1/detect", "{\"picture\": \"" + noise + "\"}", 400),
        asked(service, "/v1/collections/none/search", "{" + vector + "}", 404),
        new Asked(
            HttpRequest.newBuilder(service.at("/v1/detect"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"image\": \"" + noise + "\"}"))
                .build(),
            401));
  }

  private static Asked asked(TestService service, String path, String json, int status) {
    return new Asked(
        service
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        status);
  }

  /** What no codec makes small. */
  private static String noise() {
    byte[] pixels = new byte[SIDE * SIDE * 3];
    new Random(1).nextBytes(pixels);
    return Base64.getEncoder().encodeToString(ImageWriter.png(new RgbImage(SIDE, SIDE, pixels)));
  }

  /**
   * The least over two seconds: the collector gives pages of the heap back to the system when its
   * work is long done, hundreds of megabytes that say nothing of what is held.
   */
  private static double settled() {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      heap();
      LockSupport.parkNanos(200_000_000);
      least = Math.min(least, ResidentSet.mebibytes());
    }
    return least;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc(); // what is still there then is held by something
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
