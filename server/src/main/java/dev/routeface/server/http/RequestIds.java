package dev.routeface.server.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.UUID;
import java.util.regex.Pattern;

/** Every answer carries an X-Request-Id: the caller's, if it is a sane one, or a new one. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = "routeface.request_id";

  /** Nothing that could break a line of a log. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

  @RequestFilter
  void give(HttpRequest<?> request) {
    of(request);
  }

  @ResponseFilter
  void show(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.getHeaders().set(HEADER, of(request));
  }

  /** The id of a request; makes it, if this is the first time. */
  public static String of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, String.class)
        .orElseGet(
            () -> {
              String id =
                  request
                      .getHeaders()
                      .getFirst(HEADER)
                      .filter(shown -> SANE.matcher(shown).matches())
                      .orElseGet(() -> UUID.randomUUID().toString());
              request.setAttribute(ATTRIBUTE, id);
              return id;
            });
  }
}
