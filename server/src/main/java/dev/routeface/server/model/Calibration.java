package dev.routeface.server.model;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a certificate says of the model that is served: its thresholds, and whose galleries it may
 * search as they are. See {@code docs/certificate.md} for the file.
 *
 * @param id {@code cal_} and the first 16 digits of the certificate's digest
 * @param points of this model
 * @param searchable digests of models whose enrolments need not be made anew
 * @param enrolled people in the certificate's searches; a larger gallery gives more false alarms
 */
public record Calibration(
    String id, List<OperatingPoint> points, Set<String> searchable, int enrolled) {
  private static final String FORMAT = "routeface-certificate-1";

  private record Named(String name, String sha256) {
    static Named of(Fields fields) {
      fields.has("card");
      return new Named(fields.text("name"), fields.sha256("sha256"));
    }
  }

  private record Points(String model, List<OperatingPoint> points) {
    static Points of(Fields fields) {
      fields.has("unsupported");
      return new Points(fields.text("model"), fields.objects("points", OperatingPoint::of));
    }
  }

  private record Way(String gallery, String probes, boolean rollOver) {
    static Way of(Fields fields) {
      fields.has("dimensions");
      fields.has("comparable");
      fields.has("rows");
      return new Way(fields.text("gallery"), fields.text("probes"), fields.flag("rollOver"));
    }
  }

  public Calibration {
    points = List.copyOf(points);
    searchable = Set.copyOf(searchable);
  }

  /**
   * Reads what a certificate says of one of its models.
   *
   * @param sha256 of the model's weights or graph
   * @throws BadDataException if it does not speak of this model
   * @throws dev.routeface.models.io.BadRecipeException naming file and path, if it is no
   *     certificate
   */
  public static Calibration read(Path file, String sha256) {
    Fields fields = Fields.open(file);
    fields.choice("format", FORMAT);
    List<Named> models = fields.objects("models", Named::of);
    Named model =
        models.stream()
            .filter(named -> named.sha256().equals(sha256))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadDataException(
                        "%s: expected a certificate of the model with SHA-256 %s, found one of %s"
                            .formatted(
                                file,
                                sha256,
                                models.stream()
                                    .map(Named::name)
                                    .collect(Collectors.joining(", ")))));
    return new Calibration(
        "cal_" + Sha256.ofFile(file).substring(0, 16),
        points(fields, model.name()),
        searchable(fields, models, model),
        enrolled(fields));
  }

  private static List<OperatingPoint> points(Fields fields, String model) {
    return fields.objects("operatingPoints", Points::of).stream()
        .filter(points -> points.model().equals(model))
        .flatMap(points -> points.points().stream())
        .toList();
  }

  private static Set<String> searchable(Fields fields, List<Named> models, Named model) {
    Map<String, String> digests =
        models.stream().collect(Collectors.toMap(Named::name, Named::sha256, (one, other) -> one));
    Set<String> searchable = new HashSet<>();
    for (Way way : fields.objects("compatibility", Way::of)) {
      if (way.rollOver() && way.probes().equals(model.name())) {
        Optional.ofNullable(digests.get(way.gallery())).ifPresent(searchable::add);
      }
    }
    return searchable;
  }

  /** One image of every probe person is enrolled for the searches of a certificate. */
  private static int enrolled(Fields fields) {
    return Fields.of("provenance", fields.free("provenance").path("data").path("probes"))
        .integer("people", 1, Integer.MAX_VALUE);
  }
}
