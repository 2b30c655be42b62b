package dev.routeface.server.api;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.security.KeyFile;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A service that runs. What it needs was put together outside, without Micronaut. */
public final class Service implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final Readiness readiness;
  private final Parts parts;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What endpoints work with; closed with the service. */
  public record Parts(ServiceConfig config, KeyFile keys, ServedModel model) {}

  private Service(ApplicationContext context, Readiness readiness, Parts parts) {
    this.context = context;
    this.server = context.getBean(EmbeddedServer.class).start();
    this.readiness = readiness;
    this.parts = parts;
  }

  /** Starts; it is ready when the model has answered once. */
  public static Service start(Parts parts) {
    Readiness readiness = new Readiness();
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .environmentPropertySource(false)
            .properties(properties(parts.config()))
            .singletons(parts.config(), parts.keys(), parts.model(), readiness)
            .start();
    Service service = new Service(context, readiness, parts);
    service.firstAnswer();
    return service;
  }

  private void firstAnswer() {
    float[] grey = new float[parts.model().preparation().length()];
    parts.model().embedder().raw(grey, 1);
    readiness.set(true);
  }

  private static Map<String, Object> properties(ServiceConfig config) {
    Map<String, Object> properties = new HashMap<>();
    ServiceConfig.Door door = config.door();
    long body = config.limits().bodyMib() * 1024L * 1024;
    properties.put("micronaut.server.host", door.host());
    properties.put("micronaut.server.port", door.port() == 0 ? -1 : door.port());
    properties.put("micronaut.server.max-request-size", body);
    properties.put("micronaut.server.max-request-buffer-size", body);
    if (door.docs()) {
      pages(properties, "openapi", "META-INF/swagger", "/openapi/**");
      pages(properties, "swagger-ui", "META-INF/swagger/views/swagger-ui", "/swagger-ui/**");
    }
    return properties;
  }

  private static void pages(
      Map<String, Object> properties, String name, String folder, String mapping) {
    String at = "micronaut.router.static-resources." + name;
    properties.put(at + ".paths", "classpath:" + folder);
    properties.put(at + ".mapping", mapping);
  }

  /** Where it listens. */
  public URI address() {
    return server.getURI();
  }

  /** Returns when the service was closed. */
  public void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that it is not ready, answers what it has taken in, and ends. */
  @Override
  public void close() {
    readiness.set(false);
    context.close();
    parts.model().close();
    closed.countDown();
  }
}
