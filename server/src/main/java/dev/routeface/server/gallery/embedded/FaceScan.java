package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.FaceTable.Sealed;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Every face of a gallery, opened, in the order of enrolment. */
final class FaceScan {
  /** Sees a face and whose it is. */
  @FunctionalInterface
  interface Visitor {
    void see(Stored collection, Person person, FaceData face);
  }

  private static final int PAGE = 1024;

  /** People whose key is still at hand; most faces of one person were enrolled together. */
  private static final int REMEMBERED = 4096;

  private final Tables tables;
  private final Consumer<GalleryException> damaged;
  private final Map<Long, Person> people =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Person> eldest) {
          return size() > REMEMBERED;
        }
      };

  private FaceScan(Tables tables, Consumer<GalleryException> damaged) {
    this.tables = tables;
    this.damaged = damaged;
  }

  /** A scan that ends at the first face that cannot be opened. */
  static FaceScan of(Tables tables) {
    return new FaceScan(
        tables,
        e -> {
          throw e;
        });
  }

  /** A scan that reports what cannot be opened, and goes on. */
  static FaceScan tolerant(Tables tables, Consumer<GalleryException> damaged) {
    return new FaceScan(tables, damaged);
  }

  void each(Visitor visitor) {
    long last = Long.MIN_VALUE;
    for (List<Sealed> page = after(last); !page.isEmpty(); page = after(last)) {
      page.forEach(face -> see(face, visitor));
      last = page.get(page.size() - 1).number();
    }
  }

  private List<Sealed> after(long number) {
    return tables.faces().after(number, PAGE);
  }

  private void see(Sealed face, Visitor visitor) {
    Person person;
    Stored collection;
    FaceData opened;
    try {
      person = person(face);
      collection = tables.collections().required(person.subject().ref().collection());
      opened = FaceTable.opened(face, collection, person);
    } catch (GalleryException e) {
      damaged.accept(e);
      return;
    }
    visitor.see(collection, person, opened);
  }

  private Person person(Sealed face) {
    return people.computeIfAbsent(
        face.subject(),
        number ->
            tables
                .subjects()
                .find(number, tables.collections())
                .orElseThrow(
                    () ->
                        new GalleryException(
                            Problem.DAMAGED, "face " + face.id() + " belongs to nobody")));
  }
}
