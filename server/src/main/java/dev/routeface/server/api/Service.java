package dev.routeface.server.api;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.image.RgbImage;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.http.Connections;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.observe.Metrics;
import dev.routeface.server.pipeline.EnrolmentRule;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.pipeline.Picture;
import dev.routeface.server.pipeline.Task;
import dev.routeface.server.security.KeyFile;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that runs. What it needs was put together outside, without Micronaut. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "RouteFace",
            version = "v1",
            description =
                "Face embeddings, comparison, and exact search among enrolled people. Every answer"
                    + " carries X-Request-Id; every error has one shape."),
    security = {@SecurityRequirement(name = "key"), @SecurityRequirement(name = "x-api-key")})
@SecurityScheme(name = "key", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityScheme(
    name = "x-api-key",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    paramName = "x-api-key")
public final class Service implements AutoCloseable {
  /** The threads on which endpoints read, wait and answer. */
  public static final String WORKERS = "workers";

  /** The property that is there if CompreFace's endpoints are. */
  public static final String COMPREFACE = "routeface.compreface";

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final int THREADS = 32;
  private static final int DRAIN_SECONDS = 20;

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final Readiness readiness;
  private final Parts parts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What endpoints work with; closed with the service. */
  public record Parts(
      ServiceConfig config,
      KeyFile keys,
      ServedModel model,
      FacePipeline pipeline,
      EnrolmentRule rule,
      GalleryStore gallery,
      Metrics metrics) {
    private void close() {
      pipeline.close();
      gallery.close();
      metrics.close();
    }
  }

  private Service(
      ApplicationContext context, EmbeddedServer server, Readiness readiness, Parts parts) {
    this.context = context;
    this.server = server;
    this.readiness = readiness;
    this.parts = parts;
  }

  /**
   * Starts; it is ready when the model has answered once.
   *
   * @throws dev.routeface.models.io.BadDataException if it cannot listen where it should
   */
  public static Service start(Parts parts) {
    Readiness readiness = new Readiness();
    parts.metrics().watch(parts.pipeline());
    parts.metrics().watch(parts.gallery());
    ApplicationContext context = context(parts, readiness);
    parts.metrics().watch(context.getBean(Connections.class));
    Service service = new Service(context, listening(context, parts), readiness, parts);
    service.firstAnswer();
    return service;
  }

  /** What cannot listen closes the parts, as a service that ends does. */
  private static EmbeddedServer listening(ApplicationContext context, Parts parts) {
    try {
      return context.getBean(EmbeddedServer.class).start();
    } catch (ServerStartupException e) {
      context.close();
      parts.close();
      ServiceConfig.Door door = parts.config().door();
      throw new BadDataException(
          "%s:%d: expected an address to listen on, found %s"
              .formatted(door.host(), door.port(), root(e).getMessage()),
          e);
    }
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private static ApplicationContext context(Parts parts, Readiness readiness) {
    return ApplicationContext.builder()
        .banner(false)
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .properties(properties(parts.config()))
        .singletons(
            parts.config(),
            parts.keys(),
            parts.model(),
            parts.pipeline(),
            parts.rule(),
            parts.gallery(),
            parts.metrics(),
            readiness)
        .start();
  }

  private void firstAnswer() {
    int side = parts.pipeline().preparation().size();
    byte[] black = ImageWriter.png(new RgbImage(side, side, new byte[side * side * 3]));
    parts.pipeline().submit(List.of(new Picture("first", black)), Task.aligned()).join();
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
    properties.put("micronaut.serde.serialization.inclusion", "NON_ABSENT");
    properties.put("micronaut.executors." + WORKERS + ".type", "fixed");
    properties.put("micronaut.executors." + WORKERS + ".n-threads", THREADS);
    config.compreface().ifPresent(on -> properties.put(COMPREFACE, true));
    door.tls().ifPresent(tls -> tls(properties, tls));
    if (door.docs()) {
      pages(properties, "swagger-ui", "META-INF/swagger/views/swagger-ui", "/swagger-ui/**");
    }
    return properties;
  }

  private static void tls(Map<String, Object> properties, ServiceConfig.Tls tls) {
    String at = "micronaut.certificate.file.service.";
    properties.put(at + "format", "PEM");
    properties.put(at + "path", tls.key().toAbsolutePath());
    properties.put(at + "certificate-path", tls.certificate().toAbsolutePath());
    properties.put("micronaut.server.ssl.enabled", true);
    properties.put("micronaut.server.ssl.port", properties.get("micronaut.server.port"));
    properties.put("micronaut.server.ssl.key-name", "service");
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

  /**
   * Says that it is not ready, answers what it has taken in, and ends. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    readiness.set(false);
    drain();
    context.close();
    parts.close();
    closed.countDown();
  }

  private void drain() {
    try {
      context
          .getBean(GracefulShutdownManager.class)
          .shutdownGracefully()
          .toCompletableFuture()
          .get(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("requests were still running after {} s", DRAIN_SECONDS);
    }
  }
}
