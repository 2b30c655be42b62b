package dev.routeface.server.gallery;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.math.Progress;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.CanonicalForm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies a whole gallery into another store: collections with their template keys, subjects and
 * faces with ids, versions and times. Each store seals with its own master key; templates arrive to
 * the bit. The source is only read, and keeps its audit log; the target's begins with what was
 * restored, and ends with where the source's log stood.
 *
 * <p>A migration that was stopped goes on where it was, because a subject that arrived is compared
 * instead of copied. Until one has come to its end, the target does not count as whole ({@link
 * UnfinishedMigration}). Nobody should write to either store meanwhile: what differs is refused,
 * never overwritten, and a source whose log went on is refused at the end.
 *
 * @param rollOver what a new model may search in the target
 */
public record GalleryMigration(
    GalleryStore from, GalleryStore to, String actor, Optional<RollOver> rollOver) {
  /** Subjects that are restored in one transaction. */
  private static final int AT_ONCE = 128;

  /**
   * A collection that arrived.
   *
   * @param digest over everything in it, the same in both stores
   */
  public record Moved(String collection, long subjects, long faces, String digest) {}

  /** One in which every collection keeps its models. */
  public GalleryMigration(GalleryStore from, GalleryStore to, String actor) {
    this(from, to, actor, Optional.empty());
  }

  /**
   * Copies what is missing and compares everything.
   *
   * @throws BadDataException naming what differs, if the target holds something else; if the source
   *     holds nothing, or nothing that the leave to roll over is about, or is itself half a copy
   */
  public List<Moved> run(Progress progress) {
    UnfinishedMigration.refuse("the source", from);
    AuditHead source = from.auditHead();
    List<FaceCollection> collections = collections();
    requireSomething(collections);
    requireNoOther(collections);
    List<Moved> moved = new ArrayList<>();
    for (FaceCollection collection : collections) {
      try (Progress.Task task =
          progress.start("moving " + collection.id(), collection.subjects())) {
        moved.add(move(collection, task));
      }
    }
    requireUnchanged(source);
    to.record(actor, migrated(source, moved));
    return moved;
  }

  private void requireSomething(List<FaceCollection> collections) {
    if (collections.isEmpty()) {
      throw new BadDataException("expected a source with collections, found none in it");
    }
    rollOver
        .filter(leave -> collections.stream().noneMatch(leave::concerns))
        .ifPresent(
            leave -> {
              throw new BadDataException(
                  "expected a collection of contract %s, found none in the source"
                      .formatted(leave.enrolled()));
            });
  }

  /** Of what is there already before anything is begun, so that a refusal leaves a target whole. */
  private void requireNoOther(List<FaceCollection> collections) {
    collections.stream()
        .filter(collection -> to.collection(collection.id()).isPresent())
        .forEach(this::restore);
  }

  private void restore(FaceCollection collection) {
    CollectionCopy copy = from.copyCollection(collection.id());
    to.restoreCollection(actor, rollOver.map(leave -> leave.over(copy)).orElse(copy));
  }

  private void requireUnchanged(AuditHead before) {
    AuditHead now = from.auditHead();
    if (!now.equals(before)) {
      throw new BadDataException(
          "expected a source at rest, found that its audit log went from entry %d to %d meanwhile; stop the service that has it, and migrate again"
              .formatted(before.sequence(), now.sequence()));
    }
  }

  private List<FaceCollection> collections() {
    List<FaceCollection> all = new ArrayList<>();
    List<FaceCollection> page = from.collections("", AT_ONCE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = from.collections(page.get(page.size() - 1).id(), AT_ONCE);
    }
    return all;
  }

  private Moved move(FaceCollection collection, Progress.Task task) {
    restore(collection);
    List<String> digests = new ArrayList<>();
    long faces = 0;
    List<Subject> page = from.subjects(collection.id(), "", AT_ONCE);
    while (!page.isEmpty()) {
      List<SubjectData> people =
          page.stream().map(subject -> from.copySubject(subject.ref())).toList();
      to.restoreSubjects(actor, collection.id(), missing(people));
      people.forEach(person -> digests.add(compared(person)));
      faces += people.stream().mapToLong(person -> person.faces().size()).sum();
      task.stepBy(page.size());
      page = from.subjects(collection.id(), last(page), AT_ONCE);
    }
    Moved moved =
        new Moved(
            collection.id(), digests.size(), faces, Sha256.ofBytes(CanonicalForm.of(digests)));
    requireNothingElse(moved);
    return moved;
  }

  private List<SubjectData> missing(List<SubjectData> people) {
    return people.stream().filter(person -> to.subject(person.subject().ref()).isEmpty()).toList();
  }

  private String compared(SubjectData person) {
    SubjectRef ref = person.subject().ref();
    String digest = digest(person);
    if (!digest.equals(digest(to.copySubject(ref)))) {
      throw new BadDataException(
          "collection \"%s\", subject \"%s\": source and target hold different data; erase the subject in the target to copy it again, or begin an empty target"
              .formatted(ref.collection(), ref.subject()));
    }
    return digest;
  }

  private void requireNothingElse(Moved moved) {
    FaceCollection there = to.collection(moved.collection()).orElseThrow();
    if (there.subjects() != moved.subjects() || there.faces() != moved.faces()) {
      throw new BadDataException(
          "collection \"%s\": expected %d subjects and %d faces in the target, found %d and %d"
              .formatted(
                  moved.collection(),
                  moved.subjects(),
                  moved.faces(),
                  there.subjects(),
                  there.faces()));
    }
  }

  private static AuditEvent migrated(AuditHead source, List<Moved> moved) {
    return new AuditEvent(
        UnfinishedMigration.END,
        moved.stream().map(Moved::collection).toList(),
        Map.of("source_sequence", Long.toString(source.sequence()), "source_hash", source.hash()));
  }

  private static String last(List<Subject> page) {
    return page.get(page.size() - 1).ref().subject();
  }

  /** Of everything that is kept of a subject, templates as they are kept. */
  static String digest(SubjectData data) {
    Subject subject = data.subject();
    Profile profile = subject.profile();
    List<String> texts = new ArrayList<>();
    texts.add(subject.ref().collection());
    texts.add(subject.ref().subject());
    texts.add(Long.toString(subject.version()));
    texts.add(Long.toString(subject.created().toEpochMilli()));
    texts.add(profile.consent());
    texts.add(profile.retentionUntil().map(t -> Long.toString(t.toEpochMilli())).orElse(""));
    add(texts, profile.metadata());
    for (FaceData face : data.faces()) {
      texts.add(face.face().id());
      texts.add(Long.toString(face.face().enrolled().toEpochMilli()));
      add(texts, face.face().attributes());
      texts.add(HexFormat.of().formatHex(bytes(face.vector())));
    }
    return Sha256.ofBytes(CanonicalForm.of(texts));
  }

  private static void add(List<String> texts, Map<String, String> map) {
    texts.add(Integer.toString(map.size()));
    map.forEach((name, value) -> texts.addAll(List.of(name, value)));
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }
}
