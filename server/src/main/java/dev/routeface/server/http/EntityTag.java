package dev.routeface.server.http;

import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as ETag and If-Match: {@code "3"}. */
public final class EntityTag {
  private static final Pattern OURS = Pattern.compile("\"(\\d{1,18})\"");

  /** Any, weak ones too (RFC 9110, section 8.8.3). */
  private static final Pattern ANY = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");

  private EntityTag() {}

  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The version that a caller has seen; empty if any will do.
   *
   * @throws Problem PRECONDITION_FAILED for a tag that matches nothing of ours, as weak ones never
   *     do (RFC 9110, section 13.1.1); INVALID_REQUEST if it is none, or a list
   */
  public static OptionalLong expected(Optional<String> ifMatch) {
    if (ifMatch.isEmpty() || ifMatch.get().equals("*")) {
      return OptionalLong.empty();
    }
    Matcher tag = OURS.matcher(ifMatch.get());
    if (!tag.matches()) {
      throw unmatched(ifMatch.get());
    }
    return OptionalLong.of(Long.parseLong(tag.group(1)));
  }

  /**
   * For what carries no ETag, and so is what no caller has seen.
   *
   * @throws Problem as {@link #expected}
   */
  public static void requireNone(Optional<String> ifMatch) {
    expected(ifMatch)
        .ifPresent(
            version -> {
              throw unmatched(of(version));
            });
  }

  private static Problem unmatched(String tag) {
    return ANY.matcher(tag).matches()
        ? Problem.of(
            Code.PRECONDITION_FAILED,
            "If-Match: expected the ETag that came with what is to change, found " + tag)
        : Problem.invalid("request at If-Match: expected one ETag of this service, or *");
  }
}
