package dev.routeface.server.gallery;

import java.util.List;

/**
 * All that is kept of a subject.
 *
 * @param faces in the order of their enrolment
 */
public record SubjectData(Subject subject, List<FaceData> faces) {
  /**
   * A face with its numbers.
   *
   * @param vector (D), either as enrolled or as kept: the method that gives it says which
   */
  public record FaceData(Face face, float[] vector) {}

  public SubjectData {
    faces = List.copyOf(faces);
  }
}
