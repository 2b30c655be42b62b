package dev.routeface.sdk.math;

/**
 * Told how far long work has come. The floors below the command line report here and never know
 * whether anybody looks.
 */
@FunctionalInterface
public interface Progress {
  /** Nobody looks. */
  Progress NONE = (what, steps) -> new Task() {};

  /**
   * Begins one piece of work.
   *
   * @param what a short name, for instance {@code "reading faces"}
   * @param steps number of steps it will take
   */
  Task start(String what, long steps);

  /** Something that a person should know although the work goes on; once, in one line. */
  default void warn(String line) {}

  /** One piece of work under way. Steps may be reported by several threads. */
  interface Task extends AutoCloseable {
    default void step() {
      stepBy(1);
    }

    default void stepBy(long steps) {}

    /** A short remark beside the bar, for instance a loss; replaces the one before. */
    default void note(String remark) {}

    @Override
    default void close() {}
  }
}
