package dev.routeface.server.gallery;

import java.nio.charset.StandardCharsets;

/**
 * What ids may look like: none has to be escaped in a log, a key or a header, none is another once
 * it is stored, and none is a step in a path, which clients take before they ask (RFC 3986, section
 * 5.2.4): to erase {@code ..} would be to erase the collection.
 */
final class Name {
  static final int LONGEST = 128;

  private Name() {}

  static String checked(String what, String id) {
    if (id.isBlank() || id.length() > LONGEST || !id.strip().equals(id) || hasControl(id)) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d characters, none of them a control character or a space at an end, found \"%s\""
              .formatted(what, LONGEST, id.length() > LONGEST ? id.length() + " characters" : id));
    }
    if (id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException(
          "%s: expected a name, found \"%s\", which is a step in a path".formatted(what, id));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new IllegalArgumentException(what + ": expected Unicode, found half a character");
    }
    return id;
  }

  private static boolean hasControl(String id) {
    return id.codePoints().anyMatch(Character::isISOControl);
  }
}
