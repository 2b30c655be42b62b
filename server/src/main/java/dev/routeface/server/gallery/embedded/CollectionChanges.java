package dev.routeface.server.gallery.embedded;

import dev.routeface.server.gallery.CollectionCopy;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.ErasureReceipt;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.GroupCommit.Change;
import dev.routeface.server.gallery.embedded.GroupCommit.Done;
import dev.routeface.server.gallery.embedded.Live.Indexed;
import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import dev.routeface.server.gallery.seal.DataKey;
import dev.routeface.server.gallery.seal.TemplateKey;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What can be done to a collection as a whole. */
final class CollectionChanges {
  private final Live live;
  private final Clock clock;

  CollectionChanges(Live live, Clock clock) {
    this.live = live;
    this.clock = clock;
  }

  Change<FaceCollection> create(String actor, CollectionSpec spec) {
    return tables -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      FaceCollection collection = new FaceCollection(spec, 0, 0, 1, 1, now);
      Stored stored = insert(tables, new CollectionCopy(collection, DataKey.random()));
      audit(tables, actor, "collection.create", stored, Map.of("contract", spec.contract()));
      return new Done<>(collection, () -> begin(tables, stored));
    };
  }

  /** Of a copy that is there already nothing is done; of one that differs, it is refused. */
  Change<FaceCollection> restore(String actor, CollectionCopy copy) {
    return tables -> {
      FaceCollection wanted = empty(copy.collection());
      var there = tables.collections().find(wanted.id());
      if (there.isPresent()) {
        requireSame(tables, there.get(), copy);
        return Done.of(there.get().collection());
      }
      Stored stored = insert(tables, new CollectionCopy(wanted, copy.templateKey()));
      audit(tables, actor, "collection.restore", stored, Map.of("contract", wanted.contract()));
      return new Done<>(wanted, () -> begin(tables, stored));
    };
  }

  Change<FaceCollection> update(
      String actor, String id, CollectionSettings settings, OptionalLong expected) {
    return tables -> {
      Stored before = tables.collections().required(id);
      Versions.require("collection \"" + id + "\"", expected, before.collection().version());
      FaceCollection c = before.collection();
      CollectionSpec spec = new CollectionSpec(c.id(), c.contract(), c.dimension(), settings);
      FaceCollection changed =
          new FaceCollection(
              spec, c.subjects(), c.faces(), c.generation(), c.version() + 1, c.created());
      TemplateKey key = live.key(tables.collections(), before);
      Stored stored = replace(tables, changed, tables.collections().openKey(before));
      audit(tables, actor, "collection.update", stored, Map.of());
      return new Done<>(
          changed, () -> live.put(new Indexed(stored, key, live.required(id).index())));
    };
  }

  Change<ErasureReceipt> delete(String actor, String id, OptionalLong expected) {
    return tables -> {
      Stored stored = tables.collections().required(id);
      Versions.require("collection \"" + id + "\"", expected, stored.collection().version());
      List<SubjectRef> subjects = tables.subjects().all(id);
      long faces = tables.faces().deleteAll(stored);
      tables.subjects().deleteAll(stored);
      tables.collections().delete(id);
      Map<String, String> counts =
          Map.of("subjects", "" + subjects.size(), "faces", Long.toString(faces));
      AuditEntry entry = audit(tables, actor, "collection.delete", stored, counts);
      return new Done<>(
          new ErasureReceipt(subjects, faces, entry.time(), entry.sequence(), entry.hash()),
          () -> {
            live.remove(id);
            Erasure.scrub(tables);
          });
    };
  }

  /** Opens every template, turns it back, turns it by the new key, and seals it again. */
  Change<FaceCollection> rekey(String actor, String id) {
    return tables -> {
      Stored before = tables.collections().required(id);
      FaceCollection c = before.collection();
      FaceCollection changed =
          new FaceCollection(
              c.spec(), c.subjects(), c.faces(), c.generation() + 1, c.version() + 1, c.created());
      byte[] secret = DataKey.random();
      TemplateKey key = new TemplateKey(secret, c.dimension());
      Turning turning = new Turning(live.key(tables.collections(), before), key);
      PeopleIndex index = turned(tables, before, new Stored(changed, new byte[0]), turning);
      Stored stored = replace(tables, changed, secret);
      audit(tables, actor, "collection.rekey", stored, Map.of("faces", "" + index.size()));
      return new Done<>(changed, () -> live.put(new Indexed(stored, key, index)));
    };
  }

  private PeopleIndex turned(Tables tables, Stored before, Stored after, Turning turning) {
    Filling filling = new Filling(live.emptyIndex(before.collection().dimension()));
    FaceScan.of(tables)
        .each(
            (stored, person, data) -> {
              if (stored.id().equals(before.id())) {
                FaceData turned = turning.turned(data);
                tables.faces().update(after, person, turned);
                filling.add(new Entry(person.number(), turned));
              }
            });
    return filling.finished();
  }

  private record Turning(TemplateKey from, TemplateKey to) {
    FaceData turned(FaceData data) {
      return new FaceData(data.face(), to.turn(from.turnBack(data.vector())));
    }
  }

  private void begin(Tables tables, Stored stored) {
    PeopleIndex index = live.emptyIndex(stored.collection().dimension());
    live.put(new Indexed(stored, tables.collections().templateKey(stored), index));
  }

  private static Stored insert(Tables tables, CollectionCopy copy) {
    tables.collections().insert(copy.collection(), copy.templateKey());
    return tables.collections().required(copy.collection().id());
  }

  private static Stored replace(Tables tables, FaceCollection collection, byte[] key) {
    tables.collections().replace(collection, key);
    return tables.collections().required(collection.id());
  }

  private static void requireSame(Tables tables, Stored there, CollectionCopy copy) {
    boolean same =
        empty(there.collection()).equals(empty(copy.collection()))
            && MessageDigest.isEqual(tables.collections().openKey(there), copy.templateKey());
    if (!same) {
      throw new GalleryException(
          Problem.COLLECTION_EXISTS, "there is another collection \"" + there.id() + "\" already");
    }
  }

  private static FaceCollection empty(FaceCollection c) {
    return new FaceCollection(c.spec(), 0, 0, c.generation(), c.version(), c.created());
  }

  private AuditEntry audit(
      Tables tables, String actor, String action, Stored stored, Map<String, String> details) {
    AuditEvent event = new AuditEvent(action, List.of(stored.id()), details);
    return tables.audit().append(clock.instant(), actor, event);
  }
}
