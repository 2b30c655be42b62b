package dev.routeface.server.compreface;

import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.AuditTrail;
import dev.routeface.server.api.Service;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.observe.Metrics;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * CompreFace's face collection: one collection of the gallery, the same for all keys. It is made
 * when it is first needed.
 */
@Singleton
@Requires(property = Service.COMPREFACE)
final class People {
  private static final int AT_ONCE = 1000;

  private final GalleryStore gallery;
  private final AuditTrail trail;
  private final ServedModel model;
  private final Metrics metrics;
  private final ServiceConfig.CompreFace config;

  /**
   * Some faces of a list.
   *
   * @param total in the whole list
   */
  record Page(List<Face> faces, long total) {}

  People(
      GalleryStore gallery,
      AuditTrail trail,
      ServedModel model,
      Metrics metrics,
      ServiceConfig config) {
    this.gallery = gallery;
    this.trail = trail;
    this.model = model;
    this.metrics = metrics;
    this.config = config.compreface().orElseThrow();
  }

  /** Everybody in the order of their names. */
  Stream<Subject> everybody() {
    if (gallery.collection(config.collection()).isEmpty()) {
      return Stream.empty();
    }
    return Stream.iterate(
            after(""), page -> !page.isEmpty(), page -> after(last(page).ref().subject()))
        .flatMap(List::stream);
  }

  private List<Subject> after(String name) {
    return gallery.subjects(config.collection(), name, AT_ONCE);
  }

  private static Subject last(List<Subject> page) {
    return page.get(page.size() - 1);
  }

  Optional<Subject> find(String name) {
    return gallery.collection(config.collection()).flatMap(there -> gallery.subject(ref(name)));
  }

  Subject require(String name) {
    return find(name)
        .orElseThrow(
            () -> Fault.SUBJECT_NOT_FOUND.because("Subject %s is not found".formatted(name)));
  }

  void add(String actor, String name, int dimension) {
    begin(actor, dimension);
    if (find(name).isPresent()) {
      throw Fault.SUBJECT_ALREADY_EXISTS.because("Subject already exists");
    }
    gallery.createSubject(actor, ref(name), profile());
  }

  /** Enrols one face; whoever is not there yet is made. */
  String enrol(String actor, String name, UnitVectors vector) {
    begin(actor, vector.dimension());
    Enrolment enrolment =
        JsonBody.valid(
            () ->
                new Enrolment(
                    config.collection(),
                    Map.of(name, profile()),
                    List.of(NewFace.of(name)),
                    new Enrolment.Batch(model.contract().id(), vector),
                    Optional.empty()));
    return gallery.enrol(actor, enrolment).faces().get(0);
  }

  /**
   * Gives all that is a person's to another name, and what that had stays. Faces get new ids. Two
   * steps: whoever is interrupted between them has both, and may ask again.
   *
   * @return whether anything changed
   */
  boolean rename(String actor, String from, String to) {
    Subject before = require(from);
    if (from.equals(to)) {
      return false;
    }
    if (before.faces() > 0) {
      gallery.enrol(actor, moved(gallery.export(actor, before.ref()), to));
    } else if (find(to).isEmpty()) {
      gallery.createSubject(actor, ref(to), before.profile());
    }
    gallery.erase(actor, List.of(before.ref()));
    return true;
  }

  private Enrolment moved(SubjectData data, String to) {
    List<FaceData> faces = data.faces();
    int dimension = faces.get(0).vector().length;
    float[] all = new float[faces.size() * dimension];
    StringBuilder ids = new StringBuilder(data.subject().ref().subject() + '\n' + to);
    List<NewFace> names = new ArrayList<>();
    for (FaceData one : faces) {
      System.arraycopy(one.vector(), 0, all, names.size() * dimension, dimension);
      names.add(JsonBody.valid(() -> new NewFace(to, one.face().attributes())));
      ids.append('\n').append(one.face().id());
    }
    String contract = gallery.collection(config.collection()).orElseThrow().contract();
    return new Enrolment(
        config.collection(),
        Map.of(to, data.subject().profile()),
        names,
        new Enrolment.Batch(contract, UnitVectors.normalise(dimension, all)),
        Optional.of("rename-" + Sha256.ofText(ids.toString())));
  }

  /** Erases some, a thousand at a time. */
  void erase(String actor, List<Subject> some) {
    for (int from = 0; from < some.size(); from += AT_ONCE) {
      List<Subject> part = some.subList(from, Math.min(some.size(), from + AT_ONCE));
      gallery.erase(actor, part.stream().map(Subject::ref).toList());
    }
  }

  /** A page of everybody's faces, or of one person's. */
  Page faces(Optional<String> name, int page, int size) {
    List<Subject> owners = name.isPresent() ? find(name.get()).stream().toList() : List.of();
    long total =
        name.isPresent()
            ? owners.stream().mapToLong(Subject::faces).sum()
            : gallery.collection(config.collection()).map(FaceCollection::faces).orElse(0L);
    Iterator<Subject> rest = (name.isPresent() ? owners.stream() : everybody()).iterator();
    return new Page(some(rest, (long) page * size, size), total);
  }

  private List<Face> some(Iterator<Subject> owners, long skip, int size) {
    List<Face> found = new ArrayList<>();
    long skipped = skip;
    while (found.size() < size && owners.hasNext()) {
      Subject owner = owners.next();
      if (skipped < owner.faces()) {
        gallery.faces(owner.ref()).stream()
            .skip(skipped)
            .limit(size - found.size())
            .forEach(found::add);
      }
      skipped = Math.max(0, skipped - owner.faces());
    }
    return found;
  }

  Optional<Face> face(String id) {
    return gallery
        .collection(config.collection())
        .flatMap(there -> gallery.face(config.collection(), id));
  }

  Face requireFace(String id) {
    return face(id)
        .orElseThrow(
            () ->
                Fault.EMBEDDING_NOT_FOUND.because(
                    "Embedding with id %s not found".formatted(ImageId.of(id))));
  }

  void remove(String actor, Face face) {
    gallery.removeFace(actor, ref(face.subject()), face.id());
  }

  /** The most similar people of each probe; nobody if nobody was ever enrolled. */
  List<List<Candidate>> search(String actor, UnitVectors probes, int count) {
    if (gallery.collection(config.collection()).isEmpty()) {
      return java.util.Collections.nCopies(probes.size(), List.of());
    }
    long began = System.nanoTime();
    List<List<Candidate>> found =
        gallery
            .search(new SearchQuery(config.collection(), model.contract().id(), probes, count))
            .candidates();
    metrics.searched(Duration.ofNanos(System.nanoTime() - began));
    trail.note(
        actor,
        new AuditEvent(
            "face.search",
            List.of(config.collection()),
            Map.of("queries", String.valueOf(probes.size()), "top_k", String.valueOf(count))));
    return found;
  }

  /**
   * Cosines of an enrolled face and some probes. The audit log says that the person was exported,
   * for that is how the store gives numbers away, be it to us alone.
   */
  float[] compare(String actor, Face face, UnitVectors probes) {
    requireComparable();
    float[] enrolled =
        trail.export(actor, ref(face.subject())).faces().stream()
            .filter(data -> data.face().id().equals(face.id()))
            .map(FaceData::vector)
            .findFirst()
            .orElseThrow(
                () ->
                    Fault.EMBEDDING_NOT_FOUND.because(
                        "Embedding with id %s not found".formatted(ImageId.of(face.id()))));
    float[] cosines = new float[probes.size()];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Rows.product(enrolled, probes.row(i));
    }
    return cosines;
  }

  private void requireComparable() {
    FaceCollection there = gallery.collection(config.collection()).orElseThrow();
    String own = model.contract().id();
    if (!there.contract().equals(own) && !there.spec().settings().compatible().contains(own)) {
      throw Problem.of(
          Code.CONTRACT_MISMATCH,
          "collection \"%s\": expected embeddings of contract %s, found %s"
              .formatted(there.id(), there.contract(), own));
    }
  }

  private void begin(String actor, int dimension) {
    if (gallery.collection(config.collection()).isEmpty()) {
      CollectionSettings settings = new CollectionSettings("for clients of CompreFace", Set.of());
      try {
        gallery.createCollection(
            actor,
            new CollectionSpec(config.collection(), model.contract().id(), dimension, settings));
      } catch (GalleryException e) {
        if (e.problem() != GalleryException.Problem.COLLECTION_EXISTS) { // another was faster
          throw e;
        }
      }
    }
  }

  private Profile profile() {
    return Profile.consented(config.consent());
  }

  private SubjectRef ref(String name) {
    return JsonBody.valid(() -> new SubjectRef(config.collection(), name));
  }
}
