package dev.routeface.server.compreface;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.compreface.Sight.Seen;
import dev.routeface.server.gallery.Face;
import dev.routeface.server.gallery.SearchResult.Candidate;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who somebody is, and whether somebody is who was enrolled. */
@Hidden
@Controller("/api/v1/recognition")
@ExecuteOn(Service.WORKERS)
@Requires(property = Service.COMPREFACE)
final class RecognitionController {
  private final People people;
  private final Sight sight;
  private final Similarity similarity;
  private final Versions versions;
  private final FacePipeline pipeline;

  RecognitionController(
      People people, Sight sight, Similarity similarity, Versions versions, FacePipeline pipeline) {
    this.people = people;
    this.sight = sight;
    this.similarity = similarity;
    this.versions = versions;
    this.pipeline = pipeline;
  }

  /** Faces with what was asked for. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  record Answer(List<FaceResult> result, Optional<Map<String, String>> pluginsVersions) {}

  /** Embeddings with who was found for them. */
  @Serdeable.Serializable
  record Recognised(List<Embeddings.Recognised> result) {}

  /** Embeddings with how alike they are. */
  @Serdeable.Serializable
  record Compared(List<Embeddings.Compared> result) {}

  @Post(
      uri = "/recognize",
      consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Needs(Scope.SEARCH)
  Answer recognise(HttpRequest<?> request, @Body JsonBody body) {
    Options options = Sight.options(request);
    Seen seen = sight.see(body.read(fields -> Sight.picture(fields, "file")), options, true);
    List<List<Candidate>> found =
        people.search(Caller.of(request), seen.vectors(), options.predictions());
    List<FaceResult> results =
        IntStream.range(0, seen.faces().size())
            .mapToObj(
                i -> FaceResult.of(seen.faces().get(i), seen, options).found(matches(found.get(i))))
            .toList();
    return new Answer(results, versions.shown(options));
  }

  @Post(
      uri = "/faces/{image_id}/verify",
      consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Needs(Scope.SEARCH)
  Answer verify(
      HttpRequest<?> request, @PathVariable("image_id") String imageId, @Body JsonBody body) {
    Options options = Sight.options(request);
    Face face = people.requireFace(ImageId.face(imageId));
    Seen seen = sight.see(body.read(fields -> Sight.picture(fields, "file")), options, true);
    float[] cosines = people.compare(Caller.of(request), face, seen.vectors());
    List<FaceResult> results =
        IntStream.range(0, cosines.length)
            .mapToObj(
                i ->
                    FaceResult.of(seen.faces().get(i), seen, options)
                        .compared(
                            Optional.of(face.subject()), similarity.of(cosines[i]), cosines[i]))
            .toList();
    return new Answer(results, versions.shown(options));
  }

  @Post("/embeddings/recognize")
  @Needs(Scope.SEARCH)
  Recognised recogniseEmbeddings(HttpRequest<?> request, @Body JsonBody body) {
    Embeddings probes = body.read(this::probes);
    int count = Options.of(request).predictions();
    List<List<Candidate>> found = people.search(Caller.of(request), probes.unit(), count);
    return new Recognised(
        IntStream.range(0, found.size())
            .mapToObj(i -> new Embeddings.Recognised(probes.shown()[i], matches(found.get(i))))
            .toList());
  }

  @Post("/embeddings/faces/{image_id}/verify")
  @Needs(Scope.SEARCH)
  Compared verifyEmbeddings(
      HttpRequest<?> request, @PathVariable("image_id") String imageId, @Body JsonBody body) {
    Embeddings probes = body.read(this::probes);
    Face face = people.requireFace(ImageId.face(imageId));
    return new Compared(
        probes.compared(people.compare(Caller.of(request), face, probes.unit()), similarity));
  }

  private Embeddings probes(Fields fields) {
    return Embeddings.list(fields, "embeddings", pipeline.dimension());
  }

  private List<FaceResult.Match> matches(List<Candidate> candidates) {
    return candidates.stream()
        .map(
            one ->
                new FaceResult.Match(
                    one.subject(), similarity.of(one.similarity()), one.similarity()))
        .toList();
  }
}
