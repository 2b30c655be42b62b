package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.CollectionSettings;
import dev.routeface.server.gallery.CollectionSpec;
import dev.routeface.server.gallery.FaceCollection;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.http.Cursor;
import dev.routeface.server.http.EntityTag;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.model.ServedModel;
import dev.routeface.server.pipeline.FacePipeline;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Collections: each holds people by embeddings of one contract. */
@Controller("/v1/collections")
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class CollectionsController {
  /** Of a description, which every list repeats. */
  private static final int LONGEST = 1000;

  private final GalleryStore gallery;
  private final ServedModel model;
  private final int dimension;

  CollectionsController(GalleryStore gallery, ServedModel model, FacePipeline pipeline) {
    this.gallery = gallery;
    this.model = model;
    this.dimension = pipeline.dimension();
  }

  /**
   * A collection to make. Its contract is the served model's.
   *
   * @param id unique in the gallery
   * @param description for people, up to 1,000 characters; may be left out
   */
  @Schema(name = "CollectionRequest")
  record Made(String id, String description) {
    static Made of(Fields fields) {
      return new Made(fields.text("id"), fields.has("description") ? shortDescription(fields) : "");
    }
  }

  /**
   * What changes; what is left out stays.
   *
   * @param compatible contracts of other models that may search here, because a certificate says so
   */
  @Schema(name = "CollectionChange")
  record Change(Optional<String> description, Optional<Set<String>> compatible) {
    static Change of(Fields fields) {
      return new Change(
          fields.has("description") ? Optional.of(shortDescription(fields)) : Optional.empty(),
          fields.has("compatible")
              ? Optional.of(new TreeSet<>(fields.texts("compatible")))
              : Optional.empty());
    }

    CollectionSettings over(CollectionSettings before) {
      return new CollectionSettings(
          description.orElse(before.description()), compatible.orElse(before.compatible()));
    }
  }

  /**
   * A collection as it stands.
   *
   * @param generation template keys it has had; rotation adds one
   */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Collection")
  record CollectionBody(
      String id,
      String description,
      String embeddingContractId,
      Set<String> compatible,
      int dimension,
      long subjects,
      long faces,
      int generation,
      String created) {
    static CollectionBody of(FaceCollection collection) {
      CollectionSettings settings = collection.spec().settings();
      return new CollectionBody(
          collection.id(),
          settings.description(),
          collection.contract(),
          settings.compatible(),
          collection.dimension(),
          collection.subjects(),
          collection.faces(),
          collection.generation(),
          collection.created().toString());
    }
  }

  /** A page. */
  @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
  @Schema(name = "Collections")
  record Page(List<CollectionBody> data, Optional<String> nextCursor) {}

  private static String shortDescription(Fields fields) {
    String text = fields.text("description");
    if (text.length() > LONGEST) {
      throw fields.refuse("description", "at most " + LONGEST + " characters", text.length());
    }
    return text;
  }

  /** Makes an empty collection. */
  @Post
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Made.class)))
  @Status(HttpStatus.CREATED)
  @Refuses({Code.CONFLICT, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<CollectionBody> make(HttpRequest<?> request, @Body JsonBody body) {
    Made made = body.read(Made::of);
    CollectionSettings settings = new CollectionSettings(made.description(), Set.of());
    CollectionSpec spec =
        JsonBody.valid(
            () -> new CollectionSpec(made.id(), model.contract().id(), dimension, settings));
    FaceCollection collection = gallery.createCollection(Caller.of(request), spec);
    return tagged(HttpResponse.created(CollectionBody.of(collection)), collection)
        .header(HttpHeaders.LOCATION, Locations.of("v1", "collections", spec.id()).toString());
  }

  /** Lists collections in the order of their ids. */
  @Get
  @Needs({Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
  @Refuses(Code.GALLERY_UNAVAILABLE)
  Page list(@QueryValue Optional<String> limit, @QueryValue Optional<String> cursor) {
    int most = Cursor.limit(limit);
    Cursor from = Cursor.of("collections", cursor);
    List<FaceCollection> page = gallery.collections(from.after(), most);
    return new Page(
        page.stream().map(CollectionBody::of).toList(), from.next(page, most, FaceCollection::id));
  }

  /** Describes one collection; the ETag is its version. */
  @Get("/{collection}")
  @Needs({Scope.SEARCH, Scope.ENROL, Scope.ADMIN})
  @Refuses(Code.GALLERY_UNAVAILABLE)
  HttpResponse<CollectionBody> get(String collection) {
    FaceCollection found = require(collection);
    return tagged(HttpResponse.ok(CollectionBody.of(found)), found);
  }

  /** Changes what may change; with If-Match only if nobody else did. */
  @Patch("/{collection}")
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Change.class)))
  @Refuses({Code.CONTRACT_MISMATCH, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<CollectionBody> change(
      HttpRequest<?> request,
      String collection,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
      @Body JsonBody body) {
    Change change = body.read(Change::of);
    FaceCollection before = require(collection);
    change.compatible().ifPresent(contracts -> certified(before, contracts));
    OptionalLong expected = EntityTag.expected(ifMatch);
    FaceCollection after =
        gallery.updateCollection(
            Caller.of(request),
            collection,
            change.over(before.spec().settings()),
            expected.isPresent() ? expected : OptionalLong.of(before.version()));
    return tagged(HttpResponse.ok(CollectionBody.of(after)), after);
  }

  /** Erases everybody in a collection, and the collection. */
  @Delete("/{collection}")
  @Needs(Scope.ENROL)
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  ReceiptBody delete(
      HttpRequest<?> request,
      String collection,
      @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
    return ReceiptBody.of(
        gallery.deleteCollection(Caller.of(request), collection, EntityTag.expected(ifMatch)));
  }

  /** Turns all templates with a new key, so that templates that leaked before fit no longer. */
  @Post("/{collection}/rekey")
  @Needs(Scope.ADMIN)
  @Refuses({Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<CollectionBody> rekey(HttpRequest<?> request, String collection) {
    FaceCollection turned = gallery.rekey(Caller.of(request), collection);
    return tagged(HttpResponse.ok(CollectionBody.of(turned)), turned);
  }

  /** Only the served model, and only where its certificate says that nobody has to re-enrol. */
  private void certified(FaceCollection collection, Set<String> contracts) {
    Set<String> added = new TreeSet<>(contracts);
    added.removeAll(collection.spec().settings().compatible());
    for (String contract : added) {
      if (!contract.equals(model.contract().id())
          || !model.searchable().contains(collection.contract())) {
        throw Problem.of(
            Code.CONTRACT_MISMATCH,
            "expected a certificate by which embeddings of %s may search those of %s, found none"
                .formatted(contract, collection.contract()));
      }
    }
  }

  private FaceCollection require(String id) {
    return gallery
        .collection(id)
        .orElseThrow(() -> Problem.of(Code.NOT_FOUND, "no collection " + id));
  }

  private static <T> MutableHttpResponse<T> tagged(
      MutableHttpResponse<T> response, FaceCollection collection) {
    return response.header(HttpHeaders.ETAG, EntityTag.of(collection.version()));
  }
}
