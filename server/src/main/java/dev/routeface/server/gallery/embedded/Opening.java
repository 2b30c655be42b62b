package dev.routeface.server.gallery.embedded;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.embedded.CollectionTable.Stored;
import dev.routeface.server.gallery.embedded.Live.Indexed;
import dev.routeface.server.gallery.embedded.PeopleIndex.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a gallery step by step, and gives up what was opened if a step fails. */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
  private static final int READERS = 4;

  private final EmbeddedSettings settings;
  private final GalleryFolder folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  Opening(EmbeddedSettings settings) {
    this.settings = settings;
    this.folder = new GalleryFolder(settings.folder());
  }

  EmbeddedGallery open() {
    try {
      return opened();
    } catch (GalleryException e) {
      giveUp(e);
      throw new BadDataException(named(e.getMessage()), e);
    } catch (RuntimeException e) {
      giveUp(e);
      throw e;
    }
  }

  private String named(String message) {
    String name = folder.database().toString();
    return message.startsWith(name) ? message : name + ": " + message;
  }

  private EmbeddedGallery opened() {
    if (folder.begun()) {
      folder.requireGallery();
    }
    Keys keys = Keys.of(folder.masterKey(settings.masterKey()));
    reading().ifPresent(findings::add);
    boolean writable = findings.isEmpty();
    if (writable) {
      keep(FolderLock.take(folder.lockFile()));
      folder.claim();
    }
    Sql sql = keep(first(writable));
    Tables tables = Tables.of(sql, keys);
    folder.requireKey(tables, keys, writable);
    checkAudit(tables);
    Inspection.pages(sql).ifPresent(findings::add);
    Live live = new Live(settings.indexes());
    load(tables, live);
    Readers readers = new Readers(readers(keys));
    if (!settings.readOnly()) {
      findings.forEach(found -> LOG.error("the gallery is open for reading only: {}", found));
    }
    GroupCommit writer = new GroupCommit(tables, findings.stream().findFirst());
    return new EmbeddedGallery(writer, readers, live, keys, new Owned(settings.clock(), opened));
  }

  private Optional<String> reading() {
    return settings.readOnly()
        ? Optional.of(folder.database() + ": was opened for reading")
        : folder.unwritable();
  }

  private Sql first(boolean writable) {
    return writable
        ? Connections.writer(folder.database(), settings.clock().instant())
        : Connections.reader(folder.database());
  }

  private List<Tables> readers(Keys keys) {
    return IntStream.range(0, READERS)
        .mapToObj(i -> Tables.of(keep(Connections.reader(folder.database())), keys))
        .toList();
  }

  private void checkAudit(Tables tables) {
    if (!tables.audit().endsAsRecorded()) {
      findings.add(
          folder.database() + ": the audit log does not end where the record of its end says");
    }
  }

  /** Fills the indexes; whatever cannot be opened is left out and counted. */
  private void load(Tables tables, Live live) {
    List<GalleryException> damaged = new ArrayList<>();
    Map<String, Filling> fillings = new HashMap<>();
    for (Stored stored : tables.collections().after("", Integer.MAX_VALUE)) {
      PeopleIndex index = live.emptyIndex(stored.collection().dimension());
      live.put(new Indexed(stored, tables.collections().templateKey(stored), index));
      fillings.put(stored.id(), new Filling(index));
    }
    FaceScan.tolerant(tables, damaged::add)
        .each(
            (stored, person, face) ->
                fillings.get(stored.id()).add(new Entry(person.number(), face)));
    fillings.values().forEach(Filling::finished);
    if (!damaged.isEmpty()) {
      findings.add(
          "%s: %d faces cannot be opened and are left out, the first because of %s"
              .formatted(folder.database(), damaged.size(), damaged.get(0).getMessage()));
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }

  private void giveUp(RuntimeException reason) {
    try {
      new Owned(settings.clock(), opened).close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
