package dev.routeface.eval.features;

import dev.routeface.models.io.BadInputException;
import java.util.List;

/** Features that a list names and nobody has. */
public final class MissingFeaturesException extends BadInputException {
  private static final long serialVersionUID = 1;
  private static final int NAMED = 5;

  private final transient List<String> missing;

  /**
   * @param where they should be
   * @param expected how many paths were asked for
   * @param missing those that are not there
   */
  public MissingFeaturesException(String where, int expected, List<String> missing) {
    super(
        "%s: expected features for each of %d paths, %d %s missing: %s%s"
            .formatted(
                where,
                expected,
                missing.size(),
                missing.size() == 1 ? "is" : "are",
                String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                missing.size() > NAMED ? ", ..." : ""));
    this.missing = List.copyOf(missing);
  }

  /** All of them, in the order of the list; the message names the first. */
  public List<String> missing() {
    return missing;
  }
}
