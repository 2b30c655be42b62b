package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.audit.AuditEntry;
import dev.routeface.server.gallery.audit.AuditHead;
import dev.routeface.server.gallery.audit.AuditVerdict;
import dev.routeface.server.http.Cursor;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who did what, in a chain that shows when somebody edits it. */
@Controller("/v1/audit")
@Needs(Scope.ADMIN)
@ExecuteOn(Service.WORKERS)
@Tag(name = "operation")
final class AuditController {
  private final GalleryStore gallery;

  AuditController(GalleryStore gallery) {
    this.gallery = gallery;
  }

  /** A line of the log. */
  @Serdeable.Serializable
  @Schema(name = "AuditEntry")
  record Entry(
      long sequence,
      String time,
      String actor,
      String action,
      List<String> objects,
      Map<String, String> details,
      String previous,
      String hash) {
    static Entry of(AuditEntry entry) {
      return new Entry(
          entry.sequence(),
          entry.time().toString(),
          entry.actor(),
          entry.event().action(),
          entry.event().objects(),
          entry.event().details(),
          entry.previous(),
          entry.hash());
    }
  }

  /** The end of the log: keep it elsewhere, and the log can be held to it. */
  @Serdeable
  @Schema(name = "AuditHead")
  record Head(long sequence, String hash) {
    static AuditHead read(Fields fields) {
      return new AuditHead(fields.wholeLong("sequence", 0, Long.MAX_VALUE), fields.sha256("hash"));
    }
  }

  /** A page. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "AuditPage")
  record Page(List<Entry> data, Head head, Optional<String> nextCursor) {}

  /** Whether the whole log holds together. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "AuditVerdict")
  record Verdict(boolean holds, long entries, Optional<Long> firstBad, String message) {}

  /** Reads the log from its beginning, or from where the last page ended. */
  @Get
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Page read(@QueryValue Optional<String> limit, @QueryValue Optional<String> cursor) {
    int most = Cursor.limit(limit);
    Cursor from = Cursor.of("audit", cursor);
    List<AuditEntry> page = gallery.audit(after(from), most);
    AuditHead head = gallery.auditHead();
    return new Page(
        page.stream().map(Entry::of).toList(),
        new Head(head.sequence(), head.hash()),
        from.next(page, most, entry -> String.valueOf(entry.sequence())));
  }

  private static long after(Cursor cursor) {
    try {
      return cursor.after().isEmpty() ? 0 : Long.parseLong(cursor.after());
    } catch (NumberFormatException e) {
      throw Problem.invalid("request at cursor: expected a next_cursor of this list");
    }
  }

  /** Reads the whole log again, and holds it to an end that was kept elsewhere. */
  @Post("/verify")
  @RequestBody(content = @Content(schema = @Schema(implementation = Head.class)))
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Verdict verify(@Body @Nullable JsonBody body) {
    Optional<AuditHead> known = Optional.ofNullable(body).flatMap(AuditController::head);
    AuditVerdict verdict = gallery.verifyAudit(known);
    return new Verdict(
        verdict.holds(),
        verdict.entries(),
        verdict.firstBad().isPresent()
            ? Optional.of(verdict.firstBad().getAsLong())
            : Optional.empty(),
        verdict.message());
  }

  private static Optional<AuditHead> head(JsonBody body) {
    return body.read(
        fields -> fields.keys().isEmpty() ? Optional.empty() : Optional.of(Head.read(fields)));
  }
}
