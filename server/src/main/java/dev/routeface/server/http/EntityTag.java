package dev.routeface.server.http;

import dev.routeface.server.problem.Problem;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as ETag and If-Match: {@code "3"}. */
public final class EntityTag {
  private static final Pattern FORM = Pattern.compile("\"(\\d{1,18})\"");

  private EntityTag() {}

  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The version that a caller has seen; empty if any will do.
   *
   * @throws Problem INVALID_REQUEST if it is no tag of ours
   */
  public static OptionalLong expected(Optional<String> ifMatch) {
    if (ifMatch.isEmpty() || ifMatch.get().equals("*")) {
      return OptionalLong.empty();
    }
    Matcher tag = FORM.matcher(ifMatch.get());
    if (!tag.matches()) {
      throw Problem.invalid("request at If-Match: expected an ETag of this service, or *");
    }
    return OptionalLong.of(Long.parseLong(tag.group(1)));
  }
}
