package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.FaceTable.Sealed;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

  /** A face and whose it is, still sealed. */
  private record Found(Sealed face, Stored collection, Person person) {
    FaceData open() {
      return FaceTable.opened(face, collection, person);
    }
  }

  private final Tables tables;
  private final Consumer<GalleryException> damaged;
  private final Map<String, Stored> collections = new HashMap<>();
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
      see(page, visitor);
      last = page.get(page.size() - 1).number();
    }
  }

  private List<Sealed> after(long number) {
    return tables.faces().after(number, PAGE);
  }

  /** One thread asks the database, all break seals, one shows what was inside. */
  private void see(List<Sealed> page, Visitor visitor) {
    List<Found> found = new ArrayList<>();
    page.forEach(face -> tolerant(() -> found.add(found(face))));
    List<Supplier<FaceData>> opened = found.parallelStream().map(FaceScan::opened).toList();
    for (int i = 0; i < found.size(); i++) {
      Found at = found.get(i);
      Supplier<FaceData> face = opened.get(i);
      tolerant(() -> visitor.see(at.collection(), at.person(), face.get()));
    }
  }

  private void tolerant(Runnable act) {
    try {
      act.run();
    } catch (GalleryException e) {
      damaged.accept(e);
    }
  }

  /** The face, or the refusal to open it for whoever asks. */
  private static Supplier<FaceData> opened(Found found) {
    try {
      FaceData face = found.open();
      return () -> face;
    } catch (GalleryException e) {
      return () -> {
        throw e;
      };
    }
  }

  private Found found(Sealed face) {
    Person person = people.computeIfAbsent(face.subject(), number -> person(face));
    return new Found(face, collection(person.ref().collection()), person);
  }

  private Person person(Sealed face) {
    return tables
        .subjects()
        .find(face.subject(), this::collection)
        .orElseThrow(
            () ->
                new GalleryException(Problem.DAMAGED, "face " + face.id() + " belongs to nobody"));
  }

  private Stored collection(String id) {
    return collections.computeIfAbsent(id, tables.collections()::required);
  }
}
