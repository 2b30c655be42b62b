package dev.routeface.server.cassandra;

import dev.routeface.server.cassandra.Change.Proposal;
import dev.routeface.server.gallery.ErasureReceipt;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.gallery.Subject;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What can be done to people. */
final class SubjectChanges {
  private final Tables tables;
  private final Seals seals;
  private final Clock clock;

  SubjectChanges(Tables tables, Seals seals, Clock clock) {
    this.tables = tables;
    this.seals = seals;
    this.clock = clock;
  }

  Proposal<Subject> create(SubjectRef ref, Profile profile) {
    return effects -> {
      Stored collection = tables.collections().required(ref.collection());
      if (tables.subjects().find(collection, ref.subject()).isPresent()) {
        throw new GalleryException(
            Problem.SUBJECT_EXISTS,
            "there is a subject \"%s\" in collection \"%s\" already"
                .formatted(ref.subject(), ref.collection()));
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Subject subject = new Subject(ref, profile, 0, 1, now);
      tables.subjects().put(effects, collection, seals.person(collection, subject));
      CollectionRows.put(effects, collection.counting(1, 0));
      return Change.of(event("subject.create", ref), subject);
    };
  }

  Proposal<Subject> update(SubjectRef ref, Profile profile, OptionalLong expected) {
    return effects -> {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      Versions.require("subject \"" + ref.subject() + "\"", expected, person.subject().version());
      Person changed = person.with(profile);
      tables.subjects().put(effects, collection, changed);
      CollectionRows.put(effects, collection);
      return Change.of(event("subject.update", ref), changed.subject());
    };
  }

  /** As the caller has seen the subject. */
  Proposal<ErasureReceipt> erase(SubjectRef ref, OptionalLong expected) {
    return effects -> {
      Stored collection = tables.collections().required(ref.collection());
      Person person = tables.subjects().required(collection, ref.subject());
      Versions.require("subject \"" + ref.subject() + "\"", expected, person.subject().version());
      return erase("subject.erase", List.of(ref)).decide(effects);
    };
  }

  /** If their retention has ended still: somebody else may have erased them, or lifted it. */
  Proposal<Optional<ErasureReceipt>> purge(SubjectRef ref, Instant now) {
    return effects -> {
      boolean due =
          tables
              .collections()
              .find(ref.collection())
              .flatMap(collection -> tables.subjects().find(collection, ref.subject()))
              .flatMap(person -> person.subject().profile().retentionUntil())
              .filter(until -> !until.isAfter(now))
              .isPresent();
      return due
          ? erase("subject.purge", List.of(ref)).decide(effects).map(Optional::of)
          : Change.nothing(Optional.empty());
    };
  }

  /** All of them or, if one is not there, none. */
  Proposal<ErasureReceipt> erase(String action, List<SubjectRef> refs) {
    return effects -> {
      Map<String, List<SubjectRef>> byCollection =
          refs.stream()
              .distinct()
              .collect(
                  Collectors.groupingBy(SubjectRef::collection, TreeMap::new, Collectors.toList()));
      long faces = 0;
      for (Map.Entry<String, List<SubjectRef>> entry : byCollection.entrySet()) {
        faces += erase(effects, entry.getKey(), entry.getValue());
      }
      List<String> objects =
          refs.stream().flatMap(ref -> List.of(ref.collection(), ref.subject()).stream()).toList();
      return erasure(new AuditEvent(action, objects, Map.of("faces", "" + faces)), refs, faces);
    };
  }

  static Change<ErasureReceipt> erasure(AuditEvent event, List<SubjectRef> refs, long faces) {
    return new Change<>(
        List.of(event),
        entries -> {
          AuditEntry entry = entries.get(0);
          return new ErasureReceipt(refs, faces, entry.time(), entry.sequence(), entry.hash());
        });
  }

  private long erase(Effects effects, String id, List<SubjectRef> refs) {
    Stored collection = tables.collections().required(id);
    long faces = 0;
    for (SubjectRef ref : refs) {
      Person person = tables.subjects().required(collection, ref.subject());
      faces += person.subject().faces();
      effects.add(Verb.DELETE_SUBJECT, id, person.bucket(), person.id());
      FaceRows.deleteOf(effects, collection, person.id());
    }
    CollectionRows.put(effects, collection.counting(-refs.size(), -faces));
    return faces;
  }

  /** Changes nothing but the audit log. */
  Proposal<SubjectData> export(SubjectRef ref) {
    return effects -> {
      Stored collection = tables.collections().required(ref.collection());
      TemplateKey key = seals.turning(collection);
      SubjectData kept = copy(ref);
      List<FaceData> faces =
          kept.faces().stream()
              .map(data -> new FaceData(data.face(), key.turnBack(data.vector())))
              .toList();
      return Change.of(event("subject.export", ref), new SubjectData(kept.subject(), faces));
    };
  }

  /** With templates as they are kept. */
  SubjectData copy(SubjectRef ref) {
    return copy(tables, ref);
  }

  static SubjectData copy(Tables tables, SubjectRef ref) {
    return tables
        .collections()
        .steadily(
            ref.collection(),
            collection -> {
              Person person = tables.subjects().required(collection, ref.subject());
              return new SubjectData(person.subject(), tables.faces().of(collection, person));
            });
  }

  /** Those already there are skipped. */
  Proposal<Boolean> restore(String id, List<SubjectData> subjects) {
    return effects -> {
      Stored collection = tables.collections().required(id);
      List<String> ids = subjects.stream().map(data -> data.subject().ref().subject()).toList();
      Map<String, Person> there = tables.subjects().some(collection, ids);
      List<SubjectData> missing =
          subjects.stream()
              .filter(data -> !there.containsKey(data.subject().ref().subject()))
              .toList();
      return missing.isEmpty() ? Change.nothing(true) : restored(effects, collection, missing);
    };
  }

  private Change<Boolean> restored(Effects effects, Stored collection, List<SubjectData> missing) {
    int faces = 0;
    List<String> objects = new ArrayList<>(List.of(collection.id()));
    for (SubjectData data : missing) {
      faces = restore(effects, collection, data, faces);
      objects.add(data.subject().ref().subject());
    }
    CollectionRows.put(effects, collection.counting(missing.size(), faces));
    return Change.of(new AuditEvent("subject.restore", objects, Map.of()), true);
  }

  /** Returns how many faces the change has so far. */
  private int restore(Effects effects, Stored collection, SubjectData data, int before) {
    Subject s = data.subject();
    SubjectRef ref = new SubjectRef(collection.id(), s.ref().subject());
    Person person =
        seals.person(
            collection,
            new Subject(ref, s.profile(), data.faces().size(), s.version(), s.created()));
    tables.subjects().put(effects, collection, person);
    int faces = before;
    for (FaceData face : data.faces()) {
      long number = FaceRows.number(effects, faces++);
      tables.faces().put(effects, collection, person.key(), face, number);
    }
    return faces;
  }

  private static AuditEvent event(String action, SubjectRef ref) {
    return new AuditEvent(action, List.of(ref.collection(), ref.subject()), Map.of());
  }
}
