package dev.routeface.server.gallery;

import java.util.List;

/**
 * What a search found.
 *
 * @param candidates for each query, the best subjects, best first
 * @param faces how many were searched
 * @param exact whether every face was compared; if not, a candidate list may lack somebody, and
 *     thresholds for an open set lose their meaning
 */
public record SearchResult(List<List<Candidate>> candidates, long faces, boolean exact) {
  /**
   * A subject by its best face.
   *
   * @param face the best one's id
   * @param similarity raw cosine, from -1 to 1
   * @param rank from 1; of equal similarities, that enrolled first stands first if the search is
   *     exact
   */
  public record Candidate(String subject, String face, float similarity, int rank) {}

  public SearchResult {
    candidates = candidates.stream().map(List::copyOf).toList();
  }
}
