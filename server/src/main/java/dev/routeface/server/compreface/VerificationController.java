package dev.routeface.server.compreface;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.Rows;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.RecognitionController.Compared;
import dev.routeface.server.compreface.Sight.Seen;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether two pictures show one person; nobody is enrolled for it. */
@Hidden
@Controller("/api/v1/verification")
@Needs(Scope.EMBED)
@ExecuteOn(Service.WORKERS)
@Requires(property = Service.COMPREFACE)
final class VerificationController {
  private final Sight sight;
  private final Similarity similarity;
  private final Versions versions;
  private final FacePipeline pipeline;

  VerificationController(
      Sight sight, Similarity similarity, Versions versions, FacePipeline pipeline) {
    this.sight = sight;
    this.similarity = similarity;
    this.versions = versions;
    this.pipeline = pipeline;
  }

  /** A list of one. */
  @Serdeable.Serializable
  record Answer(List<Verified> result) {}

  /** The face of the source, and those of the target with how alike they are. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Verified(
      FaceResult sourceImageFace,
      List<FaceResult> faceMatches,
      Optional<Map<String, String>> pluginsVersions) {}

  @SuppressWarnings("ArrayRecordComponent") // copying every picture that comes in would be felt
  private record Pair(byte[] source, byte[] target) {
    static Pair of(Fields fields) {
      return new Pair(Sight.picture(fields, "source_image"), Sight.picture(fields, "target_image"));
    }
  }

  private record Vectors(UnitVectors source, Embeddings targets) {}

  @Post(
      uri = "/verify",
      consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  Answer verify(HttpRequest<?> request, @Body JsonBody body) {
    Options options = Sight.options(request);
    Pair pair = body.read(Pair::of);
    Seen source = sight.seeOne(pair.source(), options, true);
    Seen target = sight.see(pair.target(), options, true);
    float[] cosines = cosines(source.vectors(), target.vectors());
    List<FaceResult> matches =
        IntStream.range(0, cosines.length)
            .mapToObj(
                i ->
                    FaceResult.of(target.faces().get(i), target, options)
                        .compared(Optional.empty(), similarity.of(cosines[i]), cosines[i]))
            .toList();
    return new Answer(
        List.of(
            new Verified(
                FaceResult.of(source.faces().get(0), source, options),
                matches,
                versions.shown(options))));
  }

  @Post("/embeddings/verify")
  Compared verifyEmbeddings(@Body JsonBody body) {
    Vectors vectors = body.read(this::vectors);
    Embeddings targets = vectors.targets();
    return new Compared(targets.compared(cosines(vectors.source(), targets.unit()), similarity));
  }

  private Vectors vectors(Fields fields) {
    int dimension = pipeline.dimension();
    return new Vectors(
        Embeddings.one(fields, "source", dimension).unit(),
        Embeddings.list(fields, "targets", dimension));
  }

  private static float[] cosines(UnitVectors source, UnitVectors targets) {
    float[] cosines = new float[targets.size()];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Rows.product(source.row(0), targets.row(i));
    }
    return cosines;
  }
}
