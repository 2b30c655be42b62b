package dev.routeface.server.gallery;

import java.util.Set;
import java.util.TreeSet;

/**
 * What may change while a collection lives.
 *
 * @param description for people
 * @param compatible contracts of other models whose embeddings may search here, because a
 *     certificate allows it; none may enrol
 */
public record CollectionSettings(String description, Set<String> compatible) {
  public static final CollectionSettings NONE = new CollectionSettings("", Set.of());

  public CollectionSettings {
    compatible = java.util.Collections.unmodifiableSet(new TreeSet<>(compatible));
  }
}
