package dev.routeface.server.cassandra;

import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditEvent;
import java.util.List;
import java.util.function.Function;

/**
 * What somebody wants to do, decided on the tables as they stand.
 *
 * @param events for the audit log; none if there is nothing to do
 * @param answer for the caller, from the events' entries
 */
record Change<T>(List<AuditEvent> events, Function<List<AuditEntry>, T> answer) {
  static <T> Change<T> nothing(T answer) {
    return new Change<>(List.of(), entries -> answer);
  }

  static <T> Change<T> of(AuditEvent event, T answer) {
    return new Change<>(List.of(event), entries -> answer);
  }

  <U> Change<U> map(Function<T, U> form) {
    return new Change<>(events, answer.andThen(form));
  }

  /** Decides anew whenever somebody else was faster. */
  @FunctionalInterface
  interface Proposal<T> {
    /**
     * @param effects to fill
     * @throws dev.routeface.server.gallery.GalleryException if it must not be
     */
    Change<T> decide(Effects effects);
  }
}
