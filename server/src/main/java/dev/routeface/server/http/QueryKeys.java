package dev.routeface.server.http;

import dev.routeface.models.io.Spelling;
import dev.routeface.server.problem.Problem;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import java.util.Arrays;
import java.util.List;

/**
 * Refuses what an endpoint does not know behind the question mark, as bodies are refused theirs.
 */
@ServerFilter("/v1/**")
final class QueryKeys {
  @RequestFilter
  void refuse(HttpRequest<?> request) {
    if (RouteAttributes.getRouteInfo(request).orElse(null)
        instanceof MethodBasedRouteInfo<?, ?> at) {
      List<String> known =
          Arrays.stream(at.getTargetMethod().getArguments())
              .filter(argument -> argument.getAnnotationMetadata().hasAnnotation(QueryValue.class))
              .map(Argument::getName)
              .toList();
      request.getParameters().names().stream()
          .filter(key -> !known.contains(key))
          .findFirst()
          .ifPresent(key -> refuse(key, known));
    }
  }

  private static void refuse(String key, List<String> known) {
    throw Problem.invalid(
        "request at ?: unknown key \"%s\"%s; known here: %s"
            .formatted(
                key.length() > 60 ? key.length() + " characters" : key,
                Spelling.nearest(key, known).map(near -> "; is \"" + near + "\" meant?").orElse(""),
                known.isEmpty() ? "none" : String.join(", ", known)));
  }
}
