package dev.routeface.server.compreface;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.Pictures;
import dev.routeface.server.api.Service;
import dev.routeface.server.pipeline.Face;
import dev.routeface.server.pipeline.Outcome;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** The faces of a picture, as CompreFace's parameters ask for them. */
@Singleton
@Requires(property = Service.COMPREFACE)
final class Sight {
  private final Pictures pictures;

  /**
   * What was seen.
   *
   * @param width of the upright picture
   * @param height of the upright picture
   * @param faces at least one
   * @param milliseconds that it took
   */
  record Seen(int width, int height, List<Face> faces, double milliseconds) {
    /** Embeddings of all faces, one row each. */
    UnitVectors vectors() {
      List<UnitVectors> rows =
          faces.stream().map(face -> Pictures.embedding(face).vector()).toList();
      int dimension = rows.get(0).dimension();
      float[] all = new float[rows.size() * dimension];
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).copy(0, all, i * dimension);
      }
      return UnitVectors.of(dimension, all);
    }
  }

  Sight(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * Looks at a picture.
   *
   * @param embed whether embeddings are needed, shown or not
   */
  Seen see(byte[] picture, Options options, boolean embed) {
    long began = System.nanoTime();
    Outcome.Found found =
        pictures.found(picture, options.task(embed || options.shows(Plugin.CALCULATOR)));
    List<Face> faces =
        found.faces().stream().filter(options::counts).limit(options.limit()).toList();
    if (faces.isEmpty()) {
      throw Fault.NO_FACES_FOUND.because("No face is found in the given image");
    }
    double ms = Math.round((System.nanoTime() - began) / 1e5) / 10.0;
    return new Seen(found.width(), found.height(), faces, ms);
  }

  /** The same where a second face is a mistake. */
  Seen seeOne(byte[] picture, Options options, boolean embed) {
    Seen seen = see(picture, options, embed);
    if (seen.faces().size() > 1) {
      throw Fault.TOO_MANY_FACES.because("Found more than one face in the given image");
    }
    return seen;
  }

  /** Embeddings leave only for who may have them. */
  static Options options(HttpRequest<?> request) {
    Options options = Options.of(request);
    if (options.shows(Plugin.CALCULATOR) && !Caller.may(request, Scope.EMBED)) {
      throw Problem.of(
          Code.FORBIDDEN, "expected a key with the scope embed for the plugin calculator");
    }
    return options;
  }

  /** A picture of a request: a file of a form, or base64 in JSON. */
  static byte[] picture(Fields fields, String part) {
    if (!fields.has(part)) {
      throw Fault.MISSING_REQUEST_PART.because(
          "Required request part '%s' is not present".formatted(part));
    }
    return fields.bytes(part);
  }
}
