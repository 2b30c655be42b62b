package dev.routeface.server.gallery.seal;

import dev.routeface.server.gallery.audit.CanonicalForm;
import java.util.List;

/**
 * Where sealed data belongs: collection, subject, contract and whatever else makes the place the
 * only one. It is authenticated with the data and not kept beside it, so that data moved to another
 * place, or a place that was renamed, cannot be opened.
 */
public record Place(List<String> fields) {
  public Place {
    fields = List.copyOf(fields);
  }

  public static Place of(Object... fields) {
    return new Place(java.util.Arrays.stream(fields).map(String::valueOf).toList());
  }

  byte[] bytes() {
    return CanonicalForm.of(fields);
  }

  /** For messages; holds ids alone. */
  @Override
  public String toString() {
    return String.join("|", fields);
  }
}
