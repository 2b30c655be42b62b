package dev.routeface.server.api.gallery;

import dev.routeface.server.gallery.ErasureReceipt;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Proof of an erasure: the hash stands in the audit log, whose chain shows when somebody edits it.
 *
 * @param faces embeddings that went
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@Schema(name = "Receipt")
record ReceiptBody(
    List<Erased> erased, long faces, String time, long auditSequence, String auditHash) {
  /** A person in a collection. */
  @Serdeable.Serializable
  record Erased(String collection, String subject) {}

  static ReceiptBody of(ErasureReceipt receipt) {
    return new ReceiptBody(
        receipt.subjects().stream()
            .map(ref -> new Erased(ref.collection(), ref.subject()))
            .toList(),
        receipt.faces(),
        receipt.time().toString(),
        receipt.auditSequence(),
        receipt.auditHash());
  }
}
