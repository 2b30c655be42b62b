package dev.routeface.server.gallery;

/** What ids may look like, so that none has to be escaped in a log, a key or a header. */
final class Name {
  static final int LONGEST = 128;

  private Name() {}

  static String checked(String what, String id) {
    if (id.isBlank() || id.length() > LONGEST || !id.strip().equals(id) || hasControl(id)) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d characters, none of them a control character or a space at an end, found \"%s\""
              .formatted(what, LONGEST, id.length() > LONGEST ? id.length() + " characters" : id));
    }
    return id;
  }

  private static boolean hasControl(String id) {
    return id.codePoints().anyMatch(Character::isISOControl);
  }
}
