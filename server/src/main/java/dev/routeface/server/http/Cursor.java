package dev.routeface.server.http;

import dev.routeface.server.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a list goes on. Callers hand back what they were given; what it holds is ours to change.
 *
 * @param list which list: a place in another one would be read as one here
 * @param after what the last page ended with; empty for the first
 */
public record Cursor(String list, String after) {
  private static final String VERSION = "1:";

  /**
   * What a caller handed back.
   *
   * @throws Problem INVALID_REQUEST if it is none of this list's
   */
  public static Cursor of(String list, Optional<String> shown) {
    return shown.map(text -> decoded(list, text)).orElse(new Cursor(list, ""));
  }

  private static Cursor decoded(String list, String shown) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(shown), StandardCharsets.UTF_8);
      String start = start(list);
      if (text.startsWith(start)) {
        return new Cursor(list, text.substring(start.length()));
      }
    } catch (IllegalArgumentException e) {
      // Told below, like any other text that is no cursor.
      throw unknown();
    }
    throw unknown();
  }

  private static Problem unknown() {
    return Problem.invalid("request at cursor: expected a next_cursor of this list");
  }

  /** A cursor that goes on behind the last of a full page; none behind a page that is not full. */
  public <T> Optional<String> next(List<T> page, int limit, Function<T, String> id) {
    return page.size() < limit
        ? Optional.empty()
        : Optional.of(new Cursor(list, id.apply(page.get(page.size() - 1))).text());
  }

  /** No id has a line's end. */
  private static String start(String list) {
    return VERSION + list + '\n';
  }

  private String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((start(list) + after).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * How many a page shall hold.
   *
   * @throws Problem INVALID_REQUEST if it is not 1 to 1,000
   */
  public static int limit(Optional<String> shown) {
    String text = shown.orElse("100");
    if (!text.matches("[1-9]\\d{0,2}|1000")) {
      throw Problem.invalid(
          "request at limit: expected a whole number from 1 to 1000, found " + shortened(text));
    }
    return Integer.parseInt(text);
  }

  private static String shortened(String text) {
    return text.length() > 20 ? text.length() + " characters" : text;
  }
}
