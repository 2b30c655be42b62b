package dev.routeface.server.cassandra;

import dev.routeface.server.cassandra.Change.Proposal;
import dev.routeface.server.gallery.CollectionCopy;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.ErasureReceipt;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.seal.DataKey;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What can be done to a collection as a whole, but for turning its templates. */
final class CollectionChanges {
  private final Tables tables;
  private final Seals seals;
  private final Clock clock;

  CollectionChanges(Tables tables, Seals seals, Clock clock) {
    this.tables = tables;
    this.seals = seals;
    this.clock = clock;
  }

  Proposal<FaceCollection> create(CollectionSpec spec) {
    return effects -> {
      if (tables.collections().find(spec.id()).isPresent()) {
        throw new GalleryException(
            Problem.COLLECTION_EXISTS, "there is a collection \"" + spec.id() + "\" already");
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      FaceCollection collection = new FaceCollection(spec, 0, 0, 1, 1, now);
      begin(effects, new CollectionCopy(collection, DataKey.random()));
      AuditEvent event = event("collection.create", spec.id(), contract(spec));
      return Change.of(event, collection);
    };
  }

  /** Of a copy that is there already nothing is done; one that differs is refused. */
  Proposal<FaceCollection> restore(CollectionCopy copy) {
    return effects -> {
      FaceCollection wanted = empty(copy.collection());
      Optional<Stored> there = tables.collections().find(wanted.id());
      if (there.isPresent()) {
        requireSame(there.get(), copy);
        return Change.nothing(there.get().collection());
      }
      begin(effects, new CollectionCopy(wanted, copy.templateKey()));
      AuditEvent event = event("collection.restore", wanted.id(), contract(wanted.spec()));
      return Change.of(event, wanted);
    };
  }

  Proposal<FaceCollection> update(String id, CollectionSettings settings, OptionalLong expected) {
    return effects -> {
      Stored before = tables.collections().required(id);
      FaceCollection c = before.collection();
      Versions.require("collection \"" + id + "\"", expected, c.version());
      FaceCollection changed =
          new FaceCollection(
              new CollectionSpec(c.id(), c.contract(), c.dimension(), settings),
              c.subjects(),
              c.faces(),
              c.generation(),
              c.version() + 1,
              c.created());
      byte[] key = seals.templateKey(changed, seals.openTemplateKey(before));
      CollectionRows.put(effects, new Stored(changed, before.turn(), key, 0));
      return Change.of(event("collection.update", id, Map.of()), changed);
    };
  }

  Proposal<ErasureReceipt> delete(String id, OptionalLong expected) {
    return effects -> {
      Stored stored = tables.collections().required(id);
      Versions.require("collection \"" + id + "\"", expected, stored.collection().version());
      List<SubjectRef> subjects = tables.subjects().all(id);
      long faces = stored.collection().faces();
      effects.add(Verb.DELETE_COLLECTION, id);
      for (int bucket = 0; bucket < Schema.BUCKETS; bucket++) {
        effects.add(Verb.DELETE_SUBJECTS, id, bucket);
      }
      FaceRows.deleteAll(effects, stored);
      Map<String, String> counts = Map.of("subjects", "" + subjects.size(), "faces", "" + faces);
      return SubjectChanges.erasure(event("collection.delete", id, counts), subjects, faces);
    };
  }

  private void begin(Effects effects, CollectionCopy copy) {
    FaceCollection collection = copy.collection();
    byte[] key = seals.templateKey(collection, copy.templateKey());
    CollectionRows.put(effects, new Stored(collection, UUID.randomUUID(), key, 0));
  }

  private void requireSame(Stored there, CollectionCopy copy) {
    boolean same =
        empty(there.collection()).equals(empty(copy.collection()))
            && MessageDigest.isEqual(seals.openTemplateKey(there), copy.templateKey());
    if (!same) {
      throw new GalleryException(
          Problem.COLLECTION_EXISTS, "there is another collection \"" + there.id() + "\" already");
    }
  }

  private static FaceCollection empty(FaceCollection c) {
    return new FaceCollection(c.spec(), 0, 0, c.generation(), c.version(), c.created());
  }

  private static Map<String, String> contract(CollectionSpec spec) {
    return Map.of("contract", spec.contract());
  }

  private static AuditEvent event(String action, String id, Map<String, String> details) {
    return new AuditEvent(action, List.of(id), details);
  }
}
