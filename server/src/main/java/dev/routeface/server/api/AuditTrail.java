package dev.routeface.server.api;

import dev.routeface.server.gallery.CollectionCopy;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.SubjectData;
import dev.routeface.server.gallery.SubjectData.FaceData;
import dev.routeface.server.gallery.SubjectRef;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.gallery.seal.TemplateKey;
import dev.routeface.server.http.RequestIds;
import io.micronaut.http.context.ServerRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches and exports, which are audited and change nothing. They go on when the gallery takes no
 * changes: what the audit log cannot take stands in the service's log then, under the request's id,
 * and without pictures and embeddings.
 */
@Singleton
public final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  /**
   * A disk that is full or fails refuses at first, and has the gallery closed for changes then. Of
   * several machines, too few may answer to write and enough to read.
   */
  private static final Set<GalleryException.Problem> PASSING =
      Set.of(GalleryException.Problem.FULL, GalleryException.Problem.UNAVAILABLE);

  private final GalleryStore gallery;

  AuditTrail(GalleryStore gallery) {
    this.gallery = gallery;
  }

  /** Writes down what was done. */
  public void note(String actor, AuditEvent event) {
    try {
      gallery.record(actor, event);
    } catch (GalleryException refused) {
      requireReadOnly(refused);
      log(actor, event);
    }
  }

  /** All that is kept of a subject, as {@link GalleryStore#export} gives it. */
  public SubjectData export(String actor, SubjectRef ref) {
    try {
      return gallery.export(actor, ref);
    } catch (GalleryException refused) {
      requireReadOnly(refused);
    }
    SubjectData kept = opened(ref);
    List<String> objects = List.of(ref.collection(), ref.subject());
    log(actor, new AuditEvent("subject.export", objects, Map.of()));
    return kept;
  }

  private SubjectData opened(SubjectRef ref) {
    CollectionCopy copy = gallery.copyCollection(ref.collection());
    TemplateKey key = new TemplateKey(copy.templateKey(), copy.collection().dimension());
    SubjectData kept = gallery.copySubject(ref);
    return new SubjectData(
        kept.subject(),
        kept.faces().stream()
            .map(data -> new FaceData(data.face(), key.turnBack(data.vector())))
            .toList());
  }

  private void requireReadOnly(GalleryException refused) {
    if (!PASSING.contains(refused.problem()) && gallery.readOnly().isEmpty()) {
      throw refused;
    }
  }

  private static void log(String actor, AuditEvent event) {
    LOG.atWarn()
        .addKeyValue(
            "request_id", ServerRequestContext.currentRequest().map(RequestIds::of).orElse("none"))
        .addKeyValue("key", actor)
        .addKeyValue("action", event.action())
        .addKeyValue("objects", event.objects())
        .addKeyValue("details", event.details())
        .log("the audit log could not take this entry");
  }
}
