package dev.routeface.sdk.cli;

/** A command that runs long enough to be stopped by control-C or by the system. */
public interface Stoppable extends Runnable {
  /**
   * What is kept and how to go on, in one line. Asked by another thread, at any moment of {@link
   * #run}, and must not wait.
   */
  String ifStopped();
}
