package dev.routeface.server.api.gallery;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.math.UnitVectors;
import dev.routeface.server.api.Service;
import dev.routeface.server.gallery.Enrolled;
import dev.routeface.server.gallery.Enrolment;
import dev.routeface.server.gallery.GalleryStore;
import dev.routeface.server.gallery.NewFace;
import dev.routeface.server.gallery.Profile;
import dev.routeface.server.http.JsonBody;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Refuses;
import dev.routeface.server.security.Caller;
import dev.routeface.server.security.Needs;
import dev.routeface.server.security.Scope;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Many embeddings at once, for whoever moves a gallery here. */
@Controller("/v1/collections/{collection}/enrolments")
@ExecuteOn(Service.WORKERS)
@Tag(name = "gallery")
final class EnrolmentsController {
  private static final int MOST = 1000;

  private final GalleryStore gallery;

  EnrolmentsController(GalleryStore gallery) {
    this.gallery = gallery;
  }

  /**
   * What to enrol.
   *
   * @param embeddingContractId of all embeddings
   * @param subjects people who may not be there yet; those that are stay as they are
   * @param faces up to 1,000
   */
  @Schema(name = "EnrolmentRequest")
  record Request(
      String embeddingContractId,
      Optional<List<SubjectsController.Made>> subjects,
      List<FaceRequest> faces) {}

  /** A face by its embedding. */
  @Schema(name = "EnrolmentFace")
  record FaceRequest(String subject, float[] embedding, Optional<Map<String, String>> attributes) {}

  private record Row(NewFace face, float[] embedding) {
    static Row of(Fields fields) {
      return new Row(
          new NewFace(fields.text("subject"), ProfileFields.texts(fields, "attributes")),
          fields.floats("embedding", 8192));
    }
  }

  /** Ids in the order of the request. */
  @Serdeable.Serializable
  @Schema(name = "Enrolled")
  record Answer(List<String> faces, boolean repeated) {}

  /** Enrols all or none; answered when all are durable. */
  @Post
  @Needs(Scope.ENROL)
  @RequestBody(content = @Content(schema = @Schema(implementation = Request.class)))
  @Status(HttpStatus.CREATED)
  @Refuses({Code.CONTRACT_MISMATCH, Code.READ_ONLY, Code.GALLERY_UNAVAILABLE})
  HttpResponse<Answer> enrol(
      HttpRequest<?> request,
      String collection,
      @Header("Idempotency-Key") Optional<String> idempotencyKey,
      @Body JsonBody body) {
    Enrolment enrolment =
        JsonBody.valid(() -> body.read(fields -> read(fields, collection, idempotencyKey)));
    Enrolled enrolled = gallery.enrol(Caller.of(request), enrolment);
    return HttpResponse.created(new Answer(enrolled.faces(), enrolled.repeated()));
  }

  private static Enrolment read(Fields fields, String collection, Optional<String> key) {
    List<Row> rows = fields.objects("faces", Row::of);
    if (rows.isEmpty() || rows.size() > MOST) {
      throw fields.refuse("faces", "1 to " + MOST, rows.size());
    }
    return new Enrolment(
        collection,
        newcomers(fields),
        rows.stream().map(Row::face).toList(),
        new Enrolment.Batch(fields.text("embedding_contract_id"), vectors(fields, rows)),
        key);
  }

  private static Map<String, Profile> newcomers(Fields fields) {
    Map<String, Profile> newcomers = new TreeMap<>();
    if (fields.has("subjects")) {
      fields.objects(
          "subjects",
          subject -> newcomers.put(subject.text("id"), ProfileFields.of(subject)) == null);
    }
    return newcomers;
  }

  private static UnitVectors vectors(Fields fields, List<Row> rows) {
    int dimension = rows.get(0).embedding().length;
    float[] all = new float[rows.size() * dimension];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i).embedding();
      if (row.length != dimension) {
        throw fields.refuse("faces[" + i + "].embedding", dimension + " numbers", row.length);
      }
      System.arraycopy(row, 0, all, i * dimension, dimension);
    }
    return UnitVectors.normalise(dimension, all);
  }
}
