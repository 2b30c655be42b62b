package dev.routeface.server.gallery.audit;

/**
 * The end of an audit log.
 *
 * @param sequence of the last entry; 0 for an empty log
 * @param hash the last entry's, 64 hex digits; zeros for an empty log
 */
public record AuditHead(long sequence, String hash) {
  public static final AuditHead START = new AuditHead(0, "0".repeat(64));
}
