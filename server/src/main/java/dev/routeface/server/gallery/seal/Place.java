package dev.routeface.server.gallery.seal;

import dev.routeface.server.gallery.audit.CanonicalForm;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where sealed data belongs: collection, subject, contract and whatever else makes the place the
 * only one. It is authenticated with the data and not kept beside it, so that data moved to another
 * place, or a place that was renamed, cannot be opened.
 */
public record Place(List<String> fields) {
  private static final int MOST_CHARACTERS = 40;

  public Place {
    fields = List.copyOf(fields);
  }

  public static Place of(Object... fields) {
    return new Place(java.util.Arrays.stream(fields).map(String::valueOf).toList());
  }

  byte[] bytes() {
    return CanonicalForm.of(fields);
  }

  /** For logs and commands: ids, and the beginnings of longer texts. */
  @Override
  public String toString() {
    return fields.stream().map(Place::shortened).collect(Collectors.joining("|"));
  }

  private static String shortened(String field) {
    return field.length() <= MOST_CHARACTERS ? field : field.substring(0, MOST_CHARACTERS) + "…";
  }
}
