package dev.routeface.server.http;

import dev.routeface.server.problem.Problem;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Refuses to delete what has no name. Clients take the steps of a path before they ask, so that
 * {@code staff/subjects/..} comes as {@code staff/}, and would be the whole collection.
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, methods = HttpMethod.DELETE)
final class NamelessDelete {
  @RequestFilter
  void refuse(HttpRequest<?> request) {
    if (request.getPath().endsWith("/")) {
      throw Problem.invalid(
          "request: expected a name at the end of the path to delete, found a slash");
    }
  }
}
