package dev.routeface.server.gallery;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.gallery.audit.AuditEntry;
import java.util.List;
import java.util.Set;

/**
 * A store into which a {@link GalleryMigration} was begun and not finished holds a part of its
 * people, and whoever is missing would be taken for a stranger. Its audit log shows it: what is
 * restored stands there, and behind it the migration's end.
 */
public final class UnfinishedMigration {
  /** The last entry of a migration. */
  static final String END = "gallery.migrate";

  private static final Set<String> BEFORE = Set.of("collection.restore", "subject.restore");
  private static final int PAGE = 1000;

  private UnfinishedMigration() {}

  /**
   * Looks at the last entry alone: nothing comes behind it while nobody but a migration writes.
   *
   * @param which store, for the message
   * @throws BadDataException if the store is half a copy
   */
  public static void refuse(String which, GalleryStore store) {
    List<AuditEntry> last = store.audit(Math.max(0, store.auditHead().sequence() - 1), 1);
    if (underWay(false, last)) {
      throw half(which);
    }
  }

  /** Looks at the whole log: services may have had the target of a migration open. */
  public static void refuseAnywhere(String which, GalleryStore store) {
    boolean underWay = false;
    List<AuditEntry> page = store.audit(0, PAGE);
    while (!page.isEmpty()) {
      underWay = underWay(underWay, page);
      page = store.audit(page.get(page.size() - 1).sequence(), PAGE);
    }
    if (underWay) {
      throw half(which);
    }
  }

  private static boolean underWay(boolean before, List<AuditEntry> entries) {
    boolean underWay = before;
    for (AuditEntry entry : entries) {
      String action = entry.event().action();
      underWay = BEFORE.contains(action) || (underWay && !action.equals(END));
    }
    return underWay;
  }

  private static BadDataException half(String which) {
    return new BadDataException(
        which
            + ": expected a whole gallery, found that a migration into it was begun and not"
            + " finished; run routeface gallery migrate again");
  }
}
