package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.routeface.models.io.BadDataException;
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
import dev.routeface.server.gallery.audit.AuditReading;
import dev.routeface.server.gallery.audit.AuditVerdict;
import dev.routeface.server.gallery.seal.MasterKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A gallery on Apache Cassandra 5. A change is acknowledged when a quorum of copies has all of it;
 * changes are made one after the other, whoever makes them ({@link Journal}). Searches are not
 * exact, unless every face is compared ({@link Search}).
 */
public final class CassandraGallery implements GalleryStore {
  /** Making a table on several nodes takes its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Cql cql;
  private final Seals seals;
  private final Journal journal;
  private final Tables tables;
  private final Search search;
  private final CollectionChanges collections;
  private final SubjectChanges subjects;
  private final Enrolling enrolling;
  private final Turning turning;

  private CassandraGallery(CqlSession session, CassandraOptions options, Seals seals, Clock clock) {
    this(new Cql(session, options.reading().consistency()), seals, clock, options.reading());
  }

  CassandraGallery(Cql cql, Seals seals, Clock clock, CassandraOptions.Reading reading) {
    this.cql = cql;
    this.seals = seals;
    this.journal = new Journal(cql, clock);
    this.tables = Tables.of(cql::read, seals);
    this.search = new Search(cql, tables, seals, reading);
    Tables firm = Tables.of(cql::readFirmly, seals);
    this.collections = new CollectionChanges(firm, seals, clock);
    this.subjects = new SubjectChanges(firm, seals, clock);
    this.enrolling = new Enrolling(firm, seals, new Repeats(cql::readFirmly, seals, clock), clock);
    this.turning = new Turning(cql, journal, firm, seals);
  }

  /**
   * Opens a gallery, or begins one where there is none. What somebody else left unfinished is
   * finished.
   *
   * @throws BadDataException if it was begun with another master key
   * @throws dev.routeface.server.gallery.GalleryException if too few nodes answer
   */
  public static CassandraGallery open(CassandraOptions options, MasterKey master) {
    return open(options, master, Clock.systemUTC());
  }

  static CassandraGallery open(CassandraOptions options, MasterKey master, Clock clock) {
    return over(
        options,
        session -> {
          Schema.create(session, options.keyspace(), options.replication());
          return new CassandraGallery(session, options, Seals.of(master), clock);
        });
  }

  /** Opens a gallery that is there. */
  static CassandraGallery openToRead(CassandraOptions options, MasterKey master) {
    return over(
        options,
        session -> {
          Schema.use(session, options.keyspace());
          return new CassandraGallery(session, options, Seals.of(master), Clock.systemUTC());
        });
  }

  private static CassandraGallery over(
      CassandraOptions options, Function<CqlSession, CassandraGallery> opening) {
    CqlSession session = Outage.guard(() -> session(options));
    try {
      return Outage.guard(() -> opening.apply(session).begun());
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private CassandraGallery begun() {
    journal.begin(seals.master());
    return this;
  }

  static CqlSession session(CassandraOptions options) {
    return CqlSession.builder()
        .addContactPoints(options.contacts())
        .withLocalDatacenter(options.datacenter())
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                .build())
        .build();
  }

  @Override
  public Optional<String> readOnly() {
    return journal.readOnly();
  }

  @Override
  public FaceCollection createCollection(String actor, CollectionSpec spec) {
    Outage.guard(() -> Schema.createFaces(cql.session(), spec.dimension()));
    return journal.change(actor, collections.create(spec));
  }

  @Override
  public Optional<FaceCollection> collection(String id) {
    return read().collections().find(id).map(Stored::collection);
  }

  @Override
  public List<FaceCollection> collections(String after, int limit) {
    return read().collections().after(after, limit).stream().map(Stored::collection).toList();
  }

  @Override
  public FaceCollection updateCollection(
      String actor, String id, CollectionSettings settings, OptionalLong expected) {
    return journal.change(actor, collections.update(id, settings, expected));
  }

  @Override
  public ErasureReceipt deleteCollection(String actor, String id, OptionalLong expected) {
    return journal.change(actor, collections.delete(id, expected));
  }

  @Override
  public Subject createSubject(String actor, SubjectRef ref, Profile profile) {
    return journal.change(actor, subjects.create(ref, profile));
  }

  @Override
  public Subject updateSubject(
      String actor, SubjectRef ref, Profile profile, OptionalLong expected) {
    return journal.change(actor, subjects.update(ref, profile, expected));
  }

  @Override
  public Optional<Subject> subject(SubjectRef ref) {
    Stored collection = read().collections().required(ref.collection());
    return tables.subjects().find(collection, ref.subject()).map(Person::subject);
  }

  @Override
  public List<Subject> subjects(String collection, String after, int limit) {
    Stored stored = read().collections().required(collection);
    return tables.subjects().after(stored, after, limit).stream().map(Person::subject).toList();
  }

  @Override
  public List<SubjectRef> whereEnrolled(String subject) {
    return read().collections().all().stream()
        .filter(collection -> tables.subjects().exists(collection.id(), subject))
        .map(collection -> new SubjectRef(collection.id(), subject))
        .toList();
  }

  @Override
  public ErasureReceipt erase(String actor, List<SubjectRef> refs) {
    return journal.change(actor, subjects.erase("subject.erase", refs));
  }

  @Override
  public ErasureReceipt erase(String actor, SubjectRef subject, OptionalLong expected) {
    return journal.change(actor, subjects.erase(subject, expected));
  }

  @Override
  public SubjectData export(String actor, SubjectRef ref) {
    return journal.change(actor, subjects.export(ref));
  }

  @Override
  public Enrolled enrol(String actor, Enrolment enrolment) {
    return journal.change(actor, enrolling.enrol(actor, enrolment));
  }

  @Override
  public List<Face> faces(SubjectRef ref) {
    return SubjectChanges.copy(read(), ref).faces().stream().map(FaceData::face).toList();
  }

  @Override
  public void removeFace(String actor, SubjectRef ref, String face) {
    journal.change(actor, enrolling.remove(ref, face));
  }

  @Override
  public SearchResult search(SearchQuery query) {
    journal.settleDoubts();
    return search.of(query);
  }

  @Override
  public FaceCollection rekey(String actor, String collection) {
    return turning.turn(actor, collection);
  }

  @Override
  public List<ErasureReceipt> purge(String actor, Instant now) {
    journal.head(); // a service that died may have left somebody half erased
    List<ErasureReceipt> receipts = new ArrayList<>();
    for (Stored collection : read().collections().all()) {
      for (SubjectRef ref : tables.subjects().due(collection.id(), now)) {
        journal.change(actor, subjects.purge(ref, now)).ifPresent(receipts::add);
      }
    }
    return receipts;
  }

  @Override
  public AuditEntry record(String actor, AuditEvent event) {
    return journal.change(
        actor, effects -> new Change<>(List.of(event), entries -> entries.get(0)));
  }

  @Override
  public List<AuditEntry> audit(long after, int limit) {
    return new AuditPages(cql).between(after, journal.head().sequence(), limit);
  }

  @Override
  public AuditHead auditHead() {
    return journal.head();
  }

  @Override
  public AuditVerdict verifyAudit(Optional<AuditHead> known) {
    AuditHead end = journal.head();
    AuditReading reading = new AuditReading(known);
    new AuditPages(cql).read(end.sequence(), reading);
    return reading.verdict(Optional.of(end));
  }

  @Override
  public CollectionCopy copyCollection(String id) {
    Stored stored = read().collections().required(id);
    return new CollectionCopy(stored.collection(), seals.openTemplateKey(stored));
  }

  @Override
  public SubjectData copySubject(SubjectRef ref) {
    journal.settleDoubts();
    return subjects.copy(ref);
  }

  @Override
  public void restoreCollection(String actor, CollectionCopy copy) {
    Outage.guard(() -> Schema.createFaces(cql.session(), copy.collection().dimension()));
    journal.change(actor, collections.restore(copy));
  }

  @Override
  public void restoreSubjects(String actor, String collection, List<SubjectData> people) {
    journal.change(actor, subjects.restore(collection, people));
  }

  @Override
  public void close() {
    cql.close();
  }

  private Tables read() {
    journal.settleDoubts();
    return tables;
  }
}
