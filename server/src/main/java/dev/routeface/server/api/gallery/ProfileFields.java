package dev.routeface.server.api.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.gallery.Profile;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A subject's profile as requests hold it. */
final class ProfileFields {
  private static final int LONGEST = 4096;

  /** Years have four digits; far later times do not fit into milliseconds. */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private ProfileFields() {}

  /** Reads {@code consent}, {@code retention_until} and {@code metadata}. */
  static Profile of(Fields fields) {
    return new Profile(consent(fields), retention(fields), texts(fields, "metadata"));
  }

  /** As {@link #of}; what is left out stays as it was, and null lifts the end of retention. */
  static Profile over(Fields fields, Profile before) {
    return new Profile(
        fields.has("consent") ? consent(fields) : before.consent(),
        fields.has("retention_until") ? retention(fields) : before.retentionUntil(),
        fields.has("metadata") ? texts(fields, "metadata") : before.metadata());
  }

  private static String consent(Fields fields) {
    return fields.matching(
        "consent", "(?s).{0,1000}\\S.{0,1000}", "a reference to the subject's consent");
  }

  private static Optional<Instant> retention(Fields fields) {
    if (!fields.has("retention_until") || fields.node("retention_until").isNull()) {
      return Optional.empty();
    }
    String text = fields.text("retention_until");
    return Optional.of(
        time(text)
            .filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(END))
            .orElseThrow(
                () ->
                    fields.refuse(
                        "retention_until",
                        "a time such as 2027-01-31T00:00:00Z",
                        '"' + shortened(text) + '"')));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** An object of texts; empty if left out. */
  static Map<String, String> texts(Fields fields, String key) {
    if (!fields.has(key)) {
      return Map.of();
    }
    ObjectNode free = fields.free(key);
    Map<String, String> texts = new TreeMap<>();
    free.properties().forEach(entry -> texts.put(entry.getKey(), text(fields, key, entry)));
    if (free.toString().length() > LONGEST) {
      throw fields.refuse(key, "at most " + LONGEST + " characters", free.toString().length());
    }
    fields.requireUnicode(key, free.toString());
    return texts;
  }

  private static String text(Fields fields, String key, Map.Entry<String, JsonNode> entry) {
    if (!entry.getValue().isTextual()) {
      throw fields.refuse(
          key + "." + shortened(entry.getKey()), "a text", entry.getValue().getNodeType());
    }
    return entry.getValue().textValue();
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
