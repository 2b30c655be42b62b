package dev.routeface.server.pipeline;

/**
 * What is asked of a picture.
 *
 * @param faces which faces it shows, or how they are found
 * @param embed whether embeddings are asked for
 */
public record Task(Faces faces, boolean embed) {
  /** Where the faces of a picture come from. */
  public sealed interface Faces {}

  /**
   * The whole picture is one aligned face: square, brought to the model's size if it has another.
   */
  public record Aligned() implements Faces {}

  /**
   * Faces are detected and aligned.
   *
   * @param most how many are wanted at most, 1 to {@value #MOST}
   * @param choice what happens if there are more
   */
  public record Detected(int most, Choice choice) implements Faces {
    /** Faces of one picture. */
    public static final int MOST = 64;

    public Detected {
      if (most < 1 || most > MOST) {
        throw new IllegalArgumentException(
            "expected 1 to %d faces, found %d".formatted(MOST, most));
      }
    }
  }

  /** Which faces are taken where a picture shows more than are wanted. */
  public enum Choice {
    /** Those with the largest boxes, the largest first. */
    LARGEST,
    /** Those nearest to the middle of the picture, the nearest first. */
    CENTER,
    /** None: the picture fails with {@link Failure#SEVERAL_FACES}. Otherwise the largest first. */
    ERROR
  }

  /** Embeds an aligned face. */
  public static Task aligned() {
    return new Task(new Aligned(), true);
  }

  /** Detects and embeds. */
  public static Task detected(int most, Choice choice) {
    return new Task(new Detected(most, choice), true);
  }
}
