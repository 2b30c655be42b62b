package dev.routeface.server.model;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.Fields;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.route.Route;
import dev.routeface.server.problem.Code;
import dev.routeface.server.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the model that is served.
 *
 * @param id of its card; of a bare file its name without the ending
 * @param card empty for a bare file
 * @param contract of its embeddings
 * @param calibration from its certificate, if there is one
 * @param route of the training that made it, if it lies beside it
 * @param searchable contracts of earlier models whose enrolments it may search, by its certificate
 */
public record ServedModel(
    String id,
    Optional<Card> card,
    Contract contract,
    Optional<Calibration> calibration,
    Optional<Route> route,
    Set<String> searchable) {
  /** Names beside a model. */
  private static final String CERTIFICATE = "certificate.json";

  private static final String ROUTE = "route.json";

  /** What an embedder says of itself. */
  public record Facts(String sha256, Preparation preparation, Flip flip) {
    Contract contract() {
      return Contract.of(sha256, preparation, flip);
    }
  }

  public ServedModel {
    searchable = Set.copyOf(searchable);
  }

  /**
   * Reads what lies beside a model.
   *
   * @param path a run, a model folder or a bare file
   * @param stated its certificate; the one that lies in its folder if empty
   * @param previous folders of models that enrolled before
   * @throws dev.routeface.models.io.BadInputException if a file is not what it should be
   */
  public static ServedModel read(
      Path path, Facts facts, Optional<Path> stated, List<Path> previous) {
    Optional<Card> card =
        Files.isDirectory(path) ? Optional.of(new ModelFolder(path).card()) : Optional.empty();
    Optional<Calibration> calibration =
        stated
            .or(() -> beside(path, CERTIFICATE))
            .map(file -> Calibration.read(file, facts.sha256()));
    return new ServedModel(
        card.map(Card::id).orElseGet(() -> name(path)),
        card,
        facts.contract(),
        calibration,
        beside(path, ROUTE).map(file -> Fields.open(file).read(Route::of)),
        searchable(previous, facts.flip(), calibration));
  }

  /**
   * Refuses another model's id.
   *
   * @throws Problem NOT_FOUND
   */
  public void require(String asked) {
    if (!asked.equals(id)) {
      throw Problem.of(Code.NOT_FOUND, "expected the model %s, found %s".formatted(id, asked));
    }
  }

  private static Set<String> searchable(
      List<Path> previous, Flip flip, Optional<Calibration> calibration) {
    return previous.stream()
        .map(folder -> new ModelFolder(folder).card())
        .map(card -> certified(card, calibration))
        .map(card -> Contract.of(card.weights().sha256(), card.preparation(), flip).id())
        .collect(Collectors.toSet());
  }

  private static Card certified(Card card, Optional<Calibration> calibration) {
    String sha256 = card.weights().sha256();
    if (calibration.filter(known -> known.searchable().contains(sha256)).isEmpty()) {
      throw new NotCertifiedException(
          "%s: expected a certificate by which the served model may search what it enrolled, found"
                  .formatted(card.id())
              + (calibration.isEmpty()
                  ? " no certificate"
                  : " one that does not say so; re-enrol"));
    }
    return card;
  }

  private static Optional<Path> beside(Path model, String name) {
    return Optional.of(model.resolve(name)).filter(Files::isRegularFile);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
