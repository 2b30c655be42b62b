package dev.routeface.server.gallery.audit;

import java.util.OptionalLong;

/**
 * What reading a whole audit log found.
 *
 * @param entries how many hold together, from the first
 * @param firstBad the first sequence that is changed, missing or out of place; empty if all is well
 * @param message one line for people
 */
public record AuditVerdict(long entries, OptionalLong firstBad, String message) {
  public boolean holds() {
    return firstBad.isEmpty();
  }
}
