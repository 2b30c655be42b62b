package dev.routeface.server.gallery;

import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.AuditVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where enrolled people live. A change returns when it is durable, is made whole or not at all, and
 * stands in the audit log in the same transaction. Safe for use by many threads.
 *
 * <p>{@code actor} is the id of the API key that asks, and never a secret. {@code expected} is the
 * version that the caller has seen; a change of anything else is refused with {@link
 * GalleryException.Problem#VERSION_MISMATCH}. Every method may throw {@link GalleryException},
 * which says what was refused.
 */
public interface GalleryStore extends AutoCloseable {
  /** Why nothing can be changed now; empty if changes are taken. */
  Optional<String> readOnly();

  /** Begins an empty collection, at version 1. */
  FaceCollection createCollection(String actor, CollectionSpec spec);

  Optional<FaceCollection> collection(String id);

  /**
   * Collections in the order of their ids.
   *
   * @param after only ids behind this one; empty text for all
   */
  List<FaceCollection> collections(String after, int limit);

  FaceCollection updateCollection(
      String actor, String id, CollectionSettings settings, OptionalLong expected);

  /** Erases everybody in a collection, and the collection. */
  ErasureReceipt deleteCollection(String actor, String id, OptionalLong expected);

  /** Makes a new subject, at version 1. */
  Subject createSubject(String actor, SubjectRef ref, Profile profile);

  /** Replaces the profile of a subject that is there. */
  Subject updateSubject(String actor, SubjectRef ref, Profile profile, OptionalLong expected);

  Optional<Subject> subject(SubjectRef ref);

  /** Subjects of a collection in the order of their ids, as {@link #collections}. */
  List<Subject> subjects(String collection, String after, int limit);

  /** Every collection in which a subject of this id is, in the order of their ids. */
  List<SubjectRef> whereEnrolled(String subject);

  /**
   * Destroys the keys of subjects, and their rows. All of them or, if one is not there, none.
   *
   * @return what went, and the hash of the audit entry that says so
   */
  ErasureReceipt erase(String actor, List<SubjectRef> subjects);

  /** As {@link #erase(String, List)}, of one subject, as the caller has seen it. */
  ErasureReceipt erase(String actor, SubjectRef subject, OptionalLong expected);

  /** All that is kept of a subject, embeddings as they were enrolled; audited. */
  SubjectData export(String actor, SubjectRef ref);

  /**
   * Adds faces, all or none. The same idempotency key by the same actor within 24 hours gives the
   * first result again if the content is equal, and is refused if it is not.
   */
  Enrolled enrol(String actor, Enrolment enrolment);

  /** The faces of a subject in the order of their enrolment; empty if there are none. */
  List<Face> faces(SubjectRef ref);

  /**
   * A face of a collection by its id; empty if there is none. A store that has no shorter way reads
   * everybody.
   */
  default Optional<Face> face(String collection, String id) {
    String after = "";
    for (List<Subject> page = subjects(collection, after, 1000);
        !page.isEmpty();
        page = subjects(collection, after, 1000)) {
      for (Subject subject : page) {
        for (Face face : faces(subject.ref())) {
          if (face.id().equals(id)) {
            return Optional.of(face);
          }
        }
      }
      after = page.get(page.size() - 1).ref().subject();
    }
    return Optional.empty();
  }

  void removeFace(String actor, SubjectRef ref, String face);

  /** Subjects by their best face; not audited, see {@link #record}. */
  SearchResult search(SearchQuery query);

  /**
   * Makes a new template key for a collection and turns every template with it, in one transaction.
   * Similarities stay as they were, up to rounding; templates that leaked before fit no longer.
   *
   * @return the collection, with its next generation
   */
  FaceCollection rekey(String actor, String collection);

  /** Erases every subject whose retention ended by {@code now}, with an entry and receipt each. */
  List<ErasureReceipt> purge(String actor, Instant now);

  /** Appends to the audit log what happened outside the store, such as a search or a new key. */
  AuditEntry record(String actor, AuditEvent event);

  /** Entries with a sequence above {@code after}, in order. */
  List<AuditEntry> audit(long after, int limit);

  /** The end of the audit log; keep it elsewhere, and {@link #verifyAudit} can be held to it. */
  AuditHead auditHead();

  /**
   * Reads the whole audit log again.
   *
   * @param known a head that was kept elsewhere; finds a store that was put back to an older copy
   */
  AuditVerdict verifyAudit(Optional<AuditHead> known);

  /**
   * Reads all people and faces, and names what cannot be opened; empty if everything can. Of a page
   * of people that a store without a closer look cannot read, the first reason stands for all.
   */
  default List<String> damage() {
    return GalleryReading.damage(this);
  }

  /** A collection with its template key: to move it to another store, and for nothing else. */
  CollectionCopy copyCollection(String collection);

  /** A subject with templates as they are kept: to move it to another store. */
  SubjectData copySubject(SubjectRef ref);

  /** Takes over a collection; the same copy again changes nothing, another one is refused. */
  void restoreCollection(String actor, CollectionCopy copy);

  /** Takes over subjects of one collection with ids and times; those already there are skipped. */
  void restoreSubjects(String actor, String collection, List<SubjectData> subjects);

  @Override
  void close();
}
