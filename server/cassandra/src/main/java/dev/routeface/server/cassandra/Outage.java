package dev.routeface.server.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import dev.routeface.server.gallery.GalleryException;
import dev.routeface.server.gallery.GalleryException.Problem;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Nodes that do not answer, as a gallery says it. */
final class Outage {
  static final String UNCHANGED = "nothing was changed";

  private Outage() {}

  /**
   * @throws GalleryException if too few nodes answered
   */
  static <T> T guard(Supplier<T> question) {
    try {
      return question.get();
    } catch (QueryValidationException ours) {
      throw ours; // a mistake of this program, not of the nodes
    } catch (DriverException e) {
      throw refused(e, UNCHANGED);
    }
  }

  static void guard(Runnable deed) {
    guard(
        () -> {
          deed.run();
          return Boolean.TRUE;
        });
  }

  static GalleryException refused(DriverException cause, String so) {
    return new GalleryException(
        Problem.UNAVAILABLE, "cassandra: %s; %s".formatted(found(cause), so), cause);
  }

  /**
   * Whether a compare-and-set was surely not made. Of too few copies a node speaks before it asks
   * them, at a serial level, or when they have agreed and are to be told, at another one.
   */
  static boolean before(Throwable cause) {
    if (cause instanceof UnavailableException few) {
      return few.getConsistencyLevel().isSerial();
    }
    return cause instanceof AllNodesFailedException all
        && all.getAllErrors().values().stream()
            .flatMap(List::stream)
            .noneMatch(error -> error instanceof UnavailableException && !before(error));
  }

  /** Whether the node that was asked has answered, and so begins nothing more. */
  static boolean ended(DriverException cause) {
    return cause instanceof CoordinatorException;
  }

  private static String found(DriverException cause) {
    if (cause instanceof UnavailableException few) {
      return "expected %d copies to answer, found %d".formatted(few.getRequired(), few.getAlive());
    }
    if (cause instanceof AllNodesFailedException all) {
      return all.getAllErrors().values().stream()
          .flatMap(List::stream)
          .flatMap(
              error -> error instanceof UnavailableException few ? Stream.of(few) : Stream.empty())
          .findFirst()
          .map(Outage::found)
          .orElse("expected a node to answer, found none");
    }
    return "expected nodes to answer in time, found: "
        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
