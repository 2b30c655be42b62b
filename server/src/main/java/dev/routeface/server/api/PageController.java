package dev.routeface.server.api;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.security.Open;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The page that people use: files that call the endpoints as everybody else does, with the key that
 * somebody types in. The files hold nothing of this service, so they need no key.
 */
@Open
@Hidden
@Controller
@ExecuteOn(Service.WORKERS)
final class PageController {
  private static final String FOLDER = "/dev/routeface/server/page/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final Pattern NAME = Pattern.compile("[a-z]+\\.(html|css|js|svg)");

  /** Nothing from elsewhere, nothing inline, nothing sent elsewhere, and no frame around it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final boolean served;

  PageController(ServiceConfig config) {
    this.served = config.door().docs();
  }

  /** The page. */
  @Get("/")
  HttpResponse<byte[]> page() {
    return file("index.html");
  }

  /** What belongs to it. */
  @Get("/page/{name}")
  HttpResponse<byte[]> file(String name) {
    if (!served || !NAME.matcher(name).matches()) {
      throw none(name);
    }
    return HttpResponse.ok(bytes(name))
        .header(HttpHeaders.CONTENT_TYPE, TYPES.get(name.substring(name.indexOf('.') + 1)))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static byte[] bytes(String name) {
    try (InputStream file = PageController.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw none(name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem none(String name) {
    return Problem.of(Code.NOT_FOUND, "no file %s of the page".formatted(name));
  }
}
