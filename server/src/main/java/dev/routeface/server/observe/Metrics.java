package dev.routeface.server.observe;

import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.http.Connections;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.pipeline.Stage;
import dev.routeface.server.pipeline.StageListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * All figures of a service: each stage's time and wait, requests by endpoint and status, searches,
 * the Java machine. Labels are few and known beforehand: none names a key, a collection or a
 * subject.
 */
public final class Metrics implements StageListener, AutoCloseable {
  private static final String STAGE = "routeface.stage";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<Stage, Timer> worked = new EnumMap<>(Stage.class);
  private final Map<Stage, Timer> waited = new EnumMap<>(Stage.class);
  private final Timer search = timer("routeface.search");
  private final Counter erased = registry.counter("routeface.retention.erased");
  private final Counter failed = registry.counter("routeface.retention.failures");

  public Metrics() {
    for (Stage stage : Stage.values()) {
      worked.put(stage, timer(STAGE + ".work", "stage", stage.code()));
      waited.put(stage, timer(STAGE + ".wait", "stage", stage.code()));
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  private Timer timer(String name, String... tags) {
    return Timer.builder(name)
        .tags(tags)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }

  /** Shows what waits in a pipeline. */
  public void watch(FacePipeline pipeline) {
    Gauge.builder("routeface.pipeline.in.flight", pipeline, FacePipeline::inFlight)
        .register(registry);
    for (Stage stage : Stage.values()) {
      Gauge.builder("routeface.stage.queue", pipeline, p -> p.waiting(stage))
          .tag("stage", stage.code())
          .register(registry);
    }
  }

  /** Shows 1 while a gallery takes no changes. */
  public void watch(GalleryStore gallery) {
    Gauge.builder("routeface.gallery.read.only", gallery, g -> g.readOnly().isPresent() ? 1 : 0)
        .register(registry);
  }

  /** Shows connections that are open, and counts those that were turned away. */
  public void watch(Connections connections) {
    Gauge.builder("routeface.connections", connections, Connections::open).register(registry);
    FunctionCounter.builder("routeface.connections.refused", connections, Connections::refused)
        .register(registry);
  }

  @Override
  public void done(Stage stage, int items, long waitedNanos, long workedNanos) {
    waited.get(stage).record(waitedNanos, TimeUnit.NANOSECONDS);
    worked.get(stage).record(workedNanos, TimeUnit.NANOSECONDS);
  }

  /** A search in a gallery, of one or of many faces. */
  public void searched(Duration time) {
    search.record(time);
  }

  /** People whose retention had ended, and who are gone. */
  public void purged(int subjects) {
    erased.increment(subjects);
  }

  /** People whose retention has ended are still there. */
  public void purgeFailed() {
    failed.increment();
  }

  /**
   * A request that was answered.
   *
   * @param route its template, not its path
   */
  void answered(String method, String route, int status, Duration time) {
    timer("http.server.requests", "method", method, "uri", route, "status", String.valueOf(status))
        .record(time);
  }

  /** All figures as Prometheus reads them. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
