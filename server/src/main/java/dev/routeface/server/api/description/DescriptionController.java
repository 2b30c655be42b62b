package dev.routeface.server.api.description;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.security.Open;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.Router;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The description of the interface, for the page that shows it and for whoever makes a client. It
 * is made by the first who asks, which takes seconds and so is no work for an event loop.
 */
@Open
@Hidden
@Controller("/openapi")
@ExecuteOn(Service.WORKERS)
final class DescriptionController {
  private static final String COMPILED = "/META-INF/swagger/routeface.yml";

  private final boolean served;
  private final String text;

  DescriptionController(ServiceConfig config, Router router) {
    this.served = config.door().docs();
    this.text = served ? text(router) : "";
  }

  private static String text(Router router) {
    ObjectNode tree =
        Description.of(
            read(COMPILED),
            read("more.yml"),
            router.uriRoutes().<Endpoint>map(Endpoint::of).toList());
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(Fields.MAPPER.convertValue(tree, Map.class));
  }

  private static ObjectNode read(String file) {
    try (InputStream in = DescriptionController.class.getResourceAsStream(file)) {
      return Description.tree(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole of it. */
  @Get(value = "/routeface.yml", produces = "application/yaml")
  String description() {
    if (!served) {
      throw Problem.of(Code.NOT_FOUND, "no description: the setting docs is false");
    }
    return text;
  }
}
