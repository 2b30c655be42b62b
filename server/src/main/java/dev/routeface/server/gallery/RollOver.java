package dev.routeface.server.gallery;

import java.util.TreeSet;

/**
 * Leave for embeddings of a new model to search what an older one enrolled; somebody who read a
 * certificate gives it.
 *
 * @param enrolled contract of the older model
 * @param searching contract of the new one
 */
public record RollOver(String enrolled, String searching) {
  public RollOver {
    Name.checked("contract", enrolled);
    Name.checked("contract", searching);
  }

  /** Whether it is about a collection. */
  public boolean concerns(FaceCollection collection) {
    return collection.contract().equals(enrolled);
  }

  /** A copy that may be searched so; one that the leave is not about stays as it is. */
  CollectionCopy over(CollectionCopy copy) {
    return concerns(copy.collection())
        ? new CollectionCopy(over(copy.collection()), copy.templateKey())
        : copy;
  }

  private FaceCollection over(FaceCollection c) {
    CollectionSettings before = c.spec().settings();
    TreeSet<String> compatible = new TreeSet<>(before.compatible());
    compatible.add(searching);
    CollectionSettings settings = new CollectionSettings(before.description(), compatible);
    return new FaceCollection(
        new CollectionSpec(c.id(), c.contract(), c.dimension(), settings),
        c.subjects(),
        c.faces(),
        c.generation(),
        c.version(),
        c.created());
  }
}
