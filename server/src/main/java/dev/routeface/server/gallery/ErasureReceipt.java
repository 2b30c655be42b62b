package dev.routeface.server.gallery;

import java.time.Instant;
import java.util.List;

/**
 * Proof that something was erased.
 *
 * @param subjects who
 * @param faces how many embeddings went with them
 * @param auditSequence the audit entry that records it
 * @param auditHash that entry's hash, 64 hex digits
 */
public record ErasureReceipt(
    List<SubjectRef> subjects, long faces, Instant time, long auditSequence, String auditHash) {
  public ErasureReceipt {
    subjects = List.copyOf(subjects);
  }
}
