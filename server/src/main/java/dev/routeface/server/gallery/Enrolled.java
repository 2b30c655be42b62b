package dev.routeface.server.gallery;

import java.util.List;

/**
 * What an enrolment did.
 *
 * @param faces ids, in the order of the request
 * @param repeated whether this is the result of an earlier request with the same idempotency key
 */
public record Enrolled(List<String> faces, boolean repeated) {
  public Enrolled {
    faces = List.copyOf(faces);
  }
}
