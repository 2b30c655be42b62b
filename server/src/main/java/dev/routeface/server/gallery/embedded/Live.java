package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Collections as searches see them: everything that was committed, and nothing else. */
final class Live {
  /**
   * A collection in memory.
   *
   * @param key that turned every template of the index
   */
  record Indexed(Stored stored, TemplateKey key, PeopleIndex index) {}

  private final Map<String, Indexed> collections = new ConcurrentHashMap<>();
  private final IntFunction<VectorIndex> indexes;

  /**
   * @param indexes makes an empty index for a dimension
   */
  Live(IntFunction<VectorIndex> indexes) {
    this.indexes = indexes;
  }

  Optional<Indexed> find(String id) {
    return Optional.ofNullable(collections.get(id));
  }

  Indexed required(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new GalleryException(
                    Problem.COLLECTION_NOT_FOUND, "there is no collection \"" + id + "\""));
  }

  PeopleIndex emptyIndex(int dimension) {
    return new PeopleIndex(dimension, indexes.apply(dimension));
  }

  void put(Indexed collection) {
    Indexed before = collections.put(collection.stored().id(), collection);
    if (before != null && before.index() != collection.index()) {
      before.index().close();
    }
  }

  void remove(String id) {
    Indexed gone = collections.remove(id);
    if (gone != null) {
      gone.index().close();
    }
  }

  /** The key of a collection as it stands in a transaction, made anew only if it has changed. */
  TemplateKey key(CollectionTable table, Stored stored) {
    return find(stored.id())
        .filter(indexed -> Arrays.equals(indexed.stored().sealedKey(), stored.sealedKey()))
        .map(Indexed::key)
        .orElseGet(() -> table.templateKey(stored));
  }

  void close() {
    collections.keySet().forEach(this::remove);
  }
}
