package dev.routeface.server.gallery.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that the audit log should tell.
 *
 * @param action a verb and its object, such as {@code face.enrol}
 * @param objects ids of what was touched
 * @param details whatever else helps; never an image, an embedding or a secret
 */
public record AuditEvent(String action, List<String> objects, Map<String, String> details) {
  public AuditEvent {
    objects = List.copyOf(objects);
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
