package dev.routeface.server.api.description;

import dev.routeface.server.pipeline.Failure;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Open;
import dev.routeface.server.security.Scope;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Header;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a route says of itself, by the annotations that the guards go by.
 *
 * @param method in lower case
 * @param scopes of which a caller needs one; empty if no key is needed
 * @param refuses every error that it may answer
 */
record Endpoint(String method, String path, Set<Scope> scopes, Set<Code> refuses) {
  static Endpoint of(UriRouteInfo<?, ?> route) {
    Set<Scope> scopes =
        route.getAnnotationMetadata().hasAnnotation(Open.class)
            ? Set.of()
            : new TreeSet<>(
                List.of(route.getAnnotationMetadata().enumValues(Needs.class, Scope.class)));
    return new Endpoint(
        route.getHttpMethodName().toLowerCase(Locale.ROOT),
        route.getUriMatchTemplate().toPathString(),
        scopes,
        refuses(route, scopes));
  }

  private static Set<Code> refuses(UriRouteInfo<?, ?> route, Set<Scope> scopes) {
    // Any request may be none, hold too much in its headers, or want another form.
    Set<Code> codes =
        EnumSet.of(Code.INVALID_REQUEST, Code.NOT_ACCEPTABLE, Code.TOO_LARGE, Code.INTERNAL);
    if (!scopes.isEmpty()) {
      codes.addAll(
          List.of(Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.RATE_LIMITED, Code.OVERLOADED));
    }
    if (route.getUriMatchTemplate().toPathString().contains("{")) {
      codes.add(Code.NOT_FOUND);
    }
    if (route.getConsumes().contains(MediaType.MULTIPART_FORM_DATA_TYPE)) {
      Arrays.stream(Failure.values()).map(Failure::name).map(Code::valueOf).forEach(codes::add);
    }
    for (Argument<?> argument : route.getTargetMethod().getArguments()) {
      codes.addAll(refuses(argument));
    }
    codes.addAll(List.of(route.getAnnotationMetadata().enumValues(Refuses.class, Code.class)));
    return codes;
  }

  private static List<Code> refuses(Argument<?> argument) {
    if (argument.getAnnotationMetadata().hasAnnotation(Body.class)) {
      return List.of(Code.UNSUPPORTED_MEDIA_TYPE);
    }
    return switch (argument.getAnnotationMetadata().stringValue(Header.class).orElse("")) {
      case HttpHeaders.IF_MATCH -> List.of(Code.PRECONDITION_FAILED);
      case "Idempotency-Key" -> List.of(Code.CONFLICT);
      default -> List.of();
    };
  }

  /** The shape of its errors. */
  String error() {
    return path.startsWith("/v2") ? "InferError" : "Error";
  }

  /** Codes by their status, both in order. */
  Map<Integer, List<String>> statuses() {
    return refuses.stream()
        .collect(
            Collectors.groupingBy(
                Code::status, TreeMap::new, Collectors.mapping(Code::text, Collectors.toList())));
  }
}
