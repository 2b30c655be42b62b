package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.AuditTrail;
import dev.routeface.server.api.FaceBody;
import dev.routeface.server.api.FaceInput;
import dev.routeface.server.api.FaceOptions;
import dev.routeface.server.api.Pictures;
import dev.routeface.server.api.PolicyBody;
import dev.routeface.server.api.Service;
import dev.routeface.server.api.Shapes;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.SearchQuery;
import dev.routeface.server.gallery.SearchResult;
import dev.routeface.server.gallery.audit.AuditEvent;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.Policy;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.observe.Metrics;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is this? Every search is written to the audit log, without its picture and its result. */
@Controller("/v1/collections/{collection}/search")
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class SearchController {
  private static final int MOST_CANDIDATES = 100;
  private static final int MOST_QUERIES = 32;

  private final GalleryStore gallery;
  private final AuditTrail trail;
  private final Pictures pictures;
  private final ServedModel model;
  private final Metrics metrics;

  SearchController(
      GalleryStore gallery,
      AuditTrail trail,
      Pictures pictures,
      ServedModel model,
      Metrics metrics) {
    this.gallery = gallery;
    this.trail = trail;
    this.pictures = pictures;
    this.model = model;
    this.metrics = metrics;
  }

  /**
   * Who is searched for.
   *
   * @param queries one picture or embedding, or a list of up to 32 under {@code queries}
   * @param topK subjects to show, 1 to 100; 5 unless said otherwise
   * @param policy {@code {"fpir": 1e-2}}, {@code {"fmr": 1e-5}} or {@code {"threshold": 0.4}};
   *     without one there is no decision
   */
  record Request(
      List<FaceInput> queries,
      boolean batch,
      int topK,
      Optional<Policy> policy,
      FaceOptions options) {
    static Request of(Fields fields) {
      boolean batch = fields.has("queries");
      List<FaceInput> queries =
          batch ? fields.objects("queries", FaceInput::of) : List.of(FaceInput.of(fields));
      if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
        throw fields.refuse("queries", "1 to " + MOST_QUERIES, queries.size());
      }
      return new Request(
          queries,
          batch,
          fields.has("top_k") ? fields.integer("top_k", 1, MOST_CANDIDATES) : 5,
          PolicyBody.asked(fields),
          FaceOptions.of(fields, 1));
    }
  }

  /**
   * A subject by its best face.
   *
   * @param similarity raw cosine, -1 to 1 up to rounding
   */
  @Serdeable.Serializable
  @Schema(name = "Candidate")
  record Candidate(String subject, String face, double similarity, int rank) {}

  /**
   * What one query found.
   *
   * @param decision identified if the best candidate reaches the threshold, unknown if not; absent
   *     without a policy
   * @param face what the detector saw, if a picture was handed in
   * @param error why there is nothing, in a batch
   */
  @Serdeable.Serializable
  @Schema(name = "SearchHit")
  record Hit(
      List<Candidate> candidates,
      Optional<String> decision,
      Optional<FaceBody> face,
      Optional<Failed> error) {}

  /** Why a query of a batch found nothing. */
  @Serdeable.Serializable
  @Schema(name = "FailedQuery")
  record Failed(String code, String message) {}

  /**
   * What was found: candidates and decision for one query, results for a batch.
   *
   * @param gallerySize faces that were searched
   * @param exact whether every one of them was compared
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "SearchAnswer")
  record Answer(
      Optional<List<Candidate>> candidates,
      Optional<String> decision,
      Optional<FaceBody> face,
      Optional<List<Hit>> results,
      Optional<Double> threshold,
      Optional<PolicyBody> policy,
      long gallerySize,
      boolean exact) {}

  /** Finds the most similar people of a collection. */
  @Post(consumes = {MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Needs(Scope.SEARCH)
  @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.Search.class)))
  @Refuses({Code.CONTRACT_MISMATCH, Code.NO_OPERATING_POINT, Code.GALLERY_UNAVAILABLE})
  Answer search(HttpRequest<?> http, String collection, @Body JsonBody body) {
    Request request = body.read(Request::of);
    Optional<Policy.Rule> rule = request.policy().map(policy -> policy.rule(model.calibration()));
    List<Pictures.Reading> readings =
        request.batch()
            ? pictures.readAll(request.queries(), request.options())
            : List.of(pictures.read(request.queries().get(0), request.options()));
    SearchResult found = find(collection, readings, request.topK());
    note(http, collection, request, rule);
    return answer(request, rule, readings, found);
  }

  private SearchResult find(String collection, List<Pictures.Reading> readings, int topK) {
    List<Pictures.Read> read =
        readings.stream()
            .filter(Pictures.Read.class::isInstance)
            .map(Pictures.Read.class::cast)
            .toList();
    if (read.isEmpty()) {
      return new SearchResult(List.of(), 0, true);
    }
    SearchQuery query =
        JsonBody.valid(() -> new SearchQuery(collection, contract(read), vectors(read), topK));
    long began = System.nanoTime();
    SearchResult result = gallery.search(query);
    metrics.searched(Duration.ofNanos(System.nanoTime() - began));
    return result;
  }

  private static String contract(List<Pictures.Read> read) {
    List<String> contracts = read.stream().map(Pictures.Read::contract).distinct().toList();
    if (contracts.size() > 1) {
      throw Problem.invalid(
          "request at $.queries: expected embeddings of one contract, found " + contracts);
    }
    return contracts.get(0);
  }

  private static UnitVectors vectors(List<Pictures.Read> read) {
    int dimension = read.get(0).vector().dimension();
    float[] all = new float[read.size() * dimension];
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).vector().dimension() != dimension) {
        throw Problem.invalid("request at $.queries: expected embeddings of one size");
      }
      read.get(i).vector().copy(0, all, i * dimension);
    }
    return UnitVectors.of(dimension, all);
  }

  private void note(
      HttpRequest<?> http, String collection, Request request, Optional<Policy.Rule> rule) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("queries", String.valueOf(request.queries().size()));
    details.put("top_k", String.valueOf(request.topK()));
    rule.ifPresent(known -> details.put("threshold", String.valueOf(known.threshold())));
    trail.note(Caller.of(http), new AuditEvent("face.search", List.of(collection), details));
  }

  private Answer answer(
      Request request,
      Optional<Policy.Rule> rule,
      List<Pictures.Reading> readings,
      SearchResult found) {
    List<Hit> hits = hits(rule, readings, found);
    Optional<Hit> only = request.batch() ? Optional.empty() : Optional.of(hits.get(0));
    return new Answer(
        only.map(Hit::candidates),
        only.flatMap(Hit::decision),
        only.flatMap(Hit::face),
        request.batch() ? Optional.of(hits) : Optional.empty(),
        rule.map(Policy.Rule::threshold),
        rule.map(known -> PolicyBody.of(known, model)),
        found.faces(),
        found.exact());
  }

  private static List<Hit> hits(
      Optional<Policy.Rule> rule, List<Pictures.Reading> readings, SearchResult found) {
    List<Hit> hits = new ArrayList<>();
    int next = 0;
    for (Pictures.Reading reading : readings) {
      hits.add(
          reading instanceof Pictures.Read read
              ? hit(rule, read, found.candidates().get(next++))
              : missed(((Pictures.Unread) reading).problem()));
    }
    return hits;
  }

  private static Hit hit(
      Optional<Policy.Rule> rule, Pictures.Read read, List<SearchResult.Candidate> best) {
    return new Hit(
        best.stream()
            .map(one -> new Candidate(one.subject(), one.face(), one.similarity(), one.rank()))
            .toList(),
        rule.map(
            known ->
                !best.isEmpty() && known.accepts(best.get(0).similarity())
                    ? "identified"
                    : "unknown"),
        read.face().map(FaceBody::of),
        Optional.empty());
  }

  private static Hit missed(Problem problem) {
    return new Hit(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Failed(problem.code().text(), problem.getMessage())));
  }
}
