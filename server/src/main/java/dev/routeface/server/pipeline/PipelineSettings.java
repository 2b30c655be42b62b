package dev.routeface.server.pipeline;

import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.image.ImageLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a pipeline takes in, and how it feeds its engine.
 *
 * @param norms lengths of this model's embeddings, where they say how good a face is
 */
public record PipelineSettings(Intake intake, Batching batching, Optional<Ramp> norms) {
  /**
   * What may be inside at a time.
   *
   * @param limits of one picture
   * @param workers threads that decode, detect and align
   * @param pictures taken in and not answered yet
   * @param bytes of all of them together
   * @param time for one picture from being taken in to its answer
   */
  public record Intake(ImageLimits limits, int workers, int pictures, long bytes, Duration time) {
    public Intake {
      requirePositive("workers", workers);
      requirePositive("pictures", pictures);
      requirePositive("bytes", bytes);
      requirePositive("milliseconds of time", time.toMillis());
    }
  }

  /**
   * How faces go to the engine.
   *
   * @param most faces of one batch
   * @param delay how long a face waits for others at most; it waits only while others are on their
   *     way
   * @param flip whether the mirror image is added
   */
  public record Batching(int most, Duration delay, Flip flip) {
    /** For an engine that works on all cores: some faces at a time are quicker than one by one. */
    public static final Batching TOGETHER = new Batching(16, Duration.ofMillis(1), Flip.NONE);

    /**
     * For engines of one core each: a graph gains nothing by larger batches there, and others wait
     * for them.
     */
    public static final Batching ONE_BY_ONE = new Batching(1, Duration.ZERO, Flip.NONE);

    public Batching {
      requirePositive("faces in a batch", most);
      if (delay.isNegative()) {
        throw new IllegalArgumentException("expected a delay of 0 or more, found " + delay);
      }
    }
  }

  /** What a machine with some cores can do. */
  public static PipelineSettings of(int cores) {
    Intake intake =
        new Intake(ImageLimits.REQUESTS, cores, 256, 256L << 20, Duration.ofSeconds(10));
    return new PipelineSettings(intake, Batching.TOGETHER, Optional.empty());
  }

  /** The same with another way of feeding the engine. */
  public PipelineSettings with(Batching other) {
    return new PipelineSettings(intake, other, norms);
  }

  /** The same with other bounds. */
  public PipelineSettings with(Intake other) {
    return new PipelineSettings(other, batching, norms);
  }

  private static void requirePositive(String what, long found) {
    if (found < 1) {
      throw new IllegalArgumentException(
          "expected %s of 1 or more, found %d".formatted(what, found));
    }
  }
}
