package dev.routeface.server.gallery.embedded;

import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.gallery.CollectionCopy;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.ErasureReceipt;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.AuditVerdict;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.Live.Indexed;
import dev.routeface.server.gallery.embedded.SubjectTable.Person;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A gallery in one file: SQLite is the truth, and an exact index in memory, filled when the gallery
 * is opened and kept in step after each commit, answers searches. A change is acknowledged when its
 * commit is synced to disk; changes that come together share one sync.
 */
public final class EmbeddedGallery implements GalleryStore {
  private final GroupCommit writer;
  private final Readers readers;
  private final Live live;
  private final Keys keys;
  private final Owned owned;
  private final CollectionChanges collectionChanges;
  private final SubjectChanges subjectChanges;
  private final FaceChanges faceChanges;

  EmbeddedGallery(GroupCommit writer, Readers readers, Live live, Keys keys, Owned owned) {
    this.writer = writer;
    this.readers = readers;
    this.live = live;
    this.keys = keys;
    this.owned = owned;
    this.collectionChanges = new CollectionChanges(live, owned.clock());
    this.subjectChanges = new SubjectChanges(live, owned.clock());
    this.faceChanges = new FaceChanges(live, owned.clock());
  }

  /**
   * Opens a gallery, or begins one where there is none.
   *
   * @param folder where it lies, see {@link GalleryFolder}
   * @param masterKey 64 hexadecimal digits, as the environment gives them; if empty, the key is
   *     read from {@code gallery.key} in the folder, and made there with a new gallery
   * @throws dev.routeface.models.io.BadDataException in one line, if it cannot be opened at all
   */
  public static EmbeddedGallery open(Path folder, Optional<String> masterKey) {
    return new Opening(EmbeddedSettings.of(folder, masterKey)).open();
  }

  /** Opens a gallery that is there, and changes nothing; another process may have it open. */
  public static EmbeddedGallery openForReading(Path folder, Optional<String> masterKey) {
    return new Opening(EmbeddedSettings.of(folder, masterKey).forReading()).open();
  }

  @Override
  public Optional<String> readOnly() {
    return writer.readOnly();
  }

  @Override
  public FaceCollection createCollection(String actor, CollectionSpec spec) {
    return writer.write(collectionChanges.create(actor, spec));
  }

  @Override
  public Optional<FaceCollection> collection(String id) {
    return readers.read(tables -> tables.collections().find(id).map(Stored::collection));
  }

  @Override
  public List<FaceCollection> collections(String after, int limit) {
    return readers.read(
        tables ->
            tables.collections().after(after, limit).stream().map(Stored::collection).toList());
  }

  @Override
  public FaceCollection updateCollection(
      String actor, String id, CollectionSettings settings, OptionalLong expected) {
    return writer.write(collectionChanges.update(actor, id, settings, expected));
  }

  @Override
  public ErasureReceipt deleteCollection(String actor, String id, OptionalLong expected) {
    return writer.write(collectionChanges.delete(actor, id, expected));
  }

  @Override
  public Subject createSubject(String actor, SubjectRef ref, Profile profile) {
    return writer.write(subjectChanges.create(actor, ref, profile));
  }

  @Override
  public Subject updateSubject(
      String actor, SubjectRef ref, Profile profile, OptionalLong expected) {
    return writer.write(subjectChanges.update(actor, ref, profile, expected));
  }

  @Override
  public Optional<Subject> subject(SubjectRef ref) {
    return readers.read(
        tables -> {
          Stored collection = tables.collections().required(ref.collection());
          return tables.subjects().subject(collection, ref.subject());
        });
  }

  @Override
  public List<Subject> subjects(String collection, String after, int limit) {
    return readers.read(
        tables -> tables.subjects().after(tables.collections().required(collection), after, limit));
  }

  @Override
  public List<SubjectRef> whereEnrolled(String subject) {
    return readers.read(tables -> tables.subjects().everywhere(subject));
  }

  @Override
  public ErasureReceipt erase(String actor, List<SubjectRef> subjects) {
    return writer.write(subjectChanges.erase(actor, subjects));
  }

  @Override
  public ErasureReceipt erase(String actor, SubjectRef subject, OptionalLong expected) {
    return writer.write(subjectChanges.erase(actor, subject, expected));
  }

  @Override
  public SubjectData export(String actor, SubjectRef ref) {
    record(
        actor,
        new AuditEvent("subject.export", List.of(ref.collection(), ref.subject()), Map.of()));
    return readers.read(
        tables -> {
          Stored collection = tables.collections().required(ref.collection());
          TemplateKey key = tables.collections().templateKey(collection);
          SubjectData kept = kept(tables, ref);
          return new SubjectData(
              kept.subject(),
              kept.faces().stream()
                  .map(data -> new FaceData(data.face(), key.turnBack(data.vector())))
                  .toList());
        });
  }

  @Override
  public Enrolled enrol(String actor, Enrolment enrolment) {
    Instant now = owned.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    return writer.write(new Enrolling(actor, enrolment, live, keys, now).change(readers));
  }

  @Override
  public List<Face> faces(SubjectRef ref) {
    return readers.read(tables -> kept(tables, ref).faces().stream().map(FaceData::face).toList());
  }

  @Override
  public Optional<Face> face(String collection, String id) {
    return readers.read(
        tables -> {
          Stored stored = tables.collections().required(collection);
          return tables.faces().find(id).flatMap(row -> face(tables, stored, row));
        });
  }

  private static Optional<Face> face(Tables tables, Stored collection, FaceTable.Sealed row) {
    return tables
        .subjects()
        .find(row.subject(), tables.collections()::required)
        .filter(person -> person.ref().collection().equals(collection.id()))
        .map(person -> FaceTable.opened(row, collection, person).face());
  }

  @Override
  public void removeFace(String actor, SubjectRef ref, String face) {
    writer.write(faceChanges.remove(actor, ref, face));
  }

  @Override
  public SearchResult search(SearchQuery query) {
    Optional<SearchResult> found = Optional.empty();
    while (found.isEmpty()) {
      // A rekey may put a new index in the place of this one at any time.
      found = search(live.required(query.collection()), query);
    }
    return found.get();
  }

  private static Optional<SearchResult> search(Indexed collection, SearchQuery query) {
    Contracts.requireOwnOrCompatible(collection.stored(), query.contract(), query.queries());
    UnitVectors turned = collection.key().turn(query.queries());
    return collection.index().search(turned, query.candidates());
  }

  @Override
  public FaceCollection rekey(String actor, String collection) {
    return writer.write(collectionChanges.rekey(actor, collection));
  }

  @Override
  public List<ErasureReceipt> purge(String actor, Instant now) {
    List<ErasureReceipt> all = new ArrayList<>();
    List<ErasureReceipt> some = writer.write(subjectChanges.purge(actor, now));
    while (!some.isEmpty()) {
      all.addAll(some);
      some = writer.write(subjectChanges.purge(actor, now));
    }
    return all;
  }

  @Override
  public AuditEntry record(String actor, AuditEvent event) {
    Change<AuditEntry> append =
        tables -> Done.of(tables.audit().append(owned.clock().instant(), actor, event));
    return writer.write(append);
  }

  @Override
  public List<AuditEntry> audit(long after, int limit) {
    return readers.read(tables -> tables.audit().after(after, limit));
  }

  @Override
  public AuditHead auditHead() {
    return readers.read(tables -> tables.audit().head());
  }

  @Override
  public AuditVerdict verifyAudit(Optional<AuditHead> known) {
    return readers.read(tables -> tables.audit().verify(known));
  }

  @Override
  public List<String> damage() {
    return readers.read(tables -> new Inspection(tables).damage());
  }

  @Override
  public CollectionCopy copyCollection(String id) {
    return readers.read(
        tables -> {
          Stored stored = tables.collections().required(id);
          return new CollectionCopy(stored.collection(), tables.collections().openKey(stored));
        });
  }

  @Override
  public SubjectData copySubject(SubjectRef ref) {
    return readers.read(tables -> kept(tables, ref));
  }

  @Override
  public void restoreCollection(String actor, CollectionCopy copy) {
    writer.write(collectionChanges.restore(actor, copy));
  }

  @Override
  public void restoreSubjects(String actor, String collection, List<SubjectData> subjects) {
    writer.write(faceChanges.restore(actor, collection, subjects));
  }

  /** Writes what waits, and closes the file. */
  @Override
  public void close() {
    writer.close();
    readers.drain();
    live.close();
    owned.close();
  }

  private static SubjectData kept(Tables tables, SubjectRef ref) {
    Stored collection = tables.collections().required(ref.collection());
    Person person = tables.subjects().required(collection, ref.subject());
    Subject subject = tables.subjects().subject(collection, ref.subject()).orElseThrow();
    return new SubjectData(subject, tables.faces().of(collection, person));
  }
}
