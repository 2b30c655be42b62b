package dev.routeface.server.gallery;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A face to enrol; its embedding is a row of the {@link Enrolment}.
 *
 * @param subject a person in the collection
 * @param attributes the caller's own (quality, source), kept sealed
 */
public record NewFace(String subject, Map<String, String> attributes) {
  public NewFace {
    Name.checked("subject", subject);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  public static NewFace of(String subject) {
    return new NewFace(subject, Map.of());
  }
}
